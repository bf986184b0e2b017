import { type TaskOptions, taskMegabytes, taskWords } from './clusterTask.js';

/** Options of the job; its file is relative to the working folder of the image. */
export interface KubernetesOptions extends Omit<TaskOptions, 'folder'> {
  readonly name: string;
  readonly shards: number;
  readonly image: string;
  /** PersistentVolumeClaim of the shared folder. */
  readonly claim: string;
}

/** Indexed Job of Kubernetes, as far as a sweep needs it. */
export interface IndexedJob {
  apiVersion: 'batch/v1';
  kind: 'Job';
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    completionMode: 'Indexed';
    completions: number;
    parallelism: number;
    backoffLimit: number;
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        restartPolicy: 'Never';
        containers: {
          name: string;
          image: string;
          command: string[];
          resources: { requests: Record<string, string>; limits?: Record<string, string> };
          volumeMounts: { name: string; mountPath: string }[];
        }[];
        volumes: { name: string; persistentVolumeClaim: { claimName: string } }[];
      };
    };
  };
}

/** Folder at which the pods see the shared folder. */
const MOUNT = '/sweep';

/** Number of times that a pod may fail, for example because its node is drained, per shard. */
const RETRIES_PER_SHARD = 3;

/**
 * Makes the manifest of an Indexed Job, each pod of which runs one shard. A pod that replaces
 * another one continues where that was.
 */
export function kubernetesJob(given: KubernetesOptions): IndexedJob {
  const { name, shards, image, claim, processes = 1 } = given;
  const labels = { 'app.kubernetes.io/name': 'initlab-sweep', 'app.kubernetes.io/instance': name };
  const megabytes = taskMegabytes(given);
  const space = megabytes === undefined ? undefined : `${megabytes}Mi`;
  const words = taskWords({ ...given, folder: `${MOUNT}/${name}` });
  const command = ['npx', '--no-install', 'initlab', ...words, '--shards', String(shards)];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels },
    spec: {
      completionMode: 'Indexed',
      completions: shards,
      parallelism: shards,
      backoffLimit: RETRIES_PER_SHARD * shards,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'sweep',
              image,
              command,
              resources: {
                requests: { cpu: String(processes), ...(space !== undefined && { memory: space }) },
                ...(space !== undefined && { limits: { memory: space } }),
              },
              volumeMounts: [{ name: 'results', mountPath: MOUNT }],
            },
          ],
          volumes: [{ name: 'results', persistentVolumeClaim: { claimName: claim } }],
        },
      },
    },
  };
}
