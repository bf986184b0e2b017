export interface KubernetesOptions {
  /** File of the sweep, relative to the working folder of the image. */
  readonly file: string;
  readonly name: string;
  readonly shards: number;
  readonly image: string;
  /** PersistentVolumeClaim of the shared folder. */
  readonly claim: string;
  readonly processes: number | undefined;
  readonly memory: number | undefined;
  readonly seed: number;
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

/** Memory of the process that hands out the points, in megabytes. */
const PARENT_MB = 256;

/**
 * Makes the manifest of an Indexed Job, each pod of which runs one shard. A pod that replaces
 * another one continues where that was.
 */
export function kubernetesJob(given: KubernetesOptions): IndexedJob {
  const { file, name, shards, image, claim, processes = 1, memory, seed } = given;
  const labels = { 'app.kubernetes.io/name': 'initlab-sweep', 'app.kubernetes.io/instance': name };
  const space = memory === undefined ? undefined : `${Math.ceil(processes * memory) + PARENT_MB}Mi`;
  const command = [
    ...['npx', '--no-install', 'initlab', 'sweep', file, '--out', `${MOUNT}/${name}`],
    ...['--shards', String(shards), '--processes', String(processes), '--seed', String(seed)],
    ...(memory === undefined ? [] : ['--limit-memory', String(memory)]),
    '--allow-failures',
  ];
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
