/** Public name of the library, as its reference describes it. Texts are Markdown. */
export interface Entry {
  name: string;
  /** Other names of the same thing. */
  aliases: readonly string[];
  kind: 'function' | 'class' | 'constant' | 'type';
  /** Module that exports the name, such as initlab/plot. */
  module: string;
  /** Folder of the sources in which it stands: the page of the reference. */
  room: string;
  /** Path of the source file and line. */
  source: string;
  /** Declarations in TypeScript: one for each signature. */
  declarations: readonly string[];
  description: string;
  /** Formulas in LaTeX, beside the description. */
  formulas: readonly string[];
  parameters: readonly Member[];
  returns: string;
  throws: string;
  examples: readonly string[];
  /** Properties and methods of a class or a type. */
  members: readonly Member[];
}

export interface Member {
  name: string;
  /** Declaration in TypeScript. Absent for a parameter, whose function declares it. */
  declaration?: string;
  description: string;
}

/** The public names of the library, in the order of the alphabet. */
export type Reference = readonly Entry[];

/** Page of the reference. */
export interface Room {
  name: string;
  title: string;
  entries: readonly Entry[];
}

/** Titles of the rooms, in the order in which the reference lists them. */
const TITLES: Record<string, string> = {
  init: 'Initializers and fans',
  activation: 'Activations, moments and gains',
  model: 'Initializing whole models',
  diagnose: 'Diagnosis and repair',
  recommend: 'Recommendations',
  theory: 'Theory',
  signal: 'Simulation and measurement',
  train: 'Training',
  plot: 'Figures',
  tasks: 'Tasks, data and exercises',
  network: 'Descriptions of networks and data',
  random: 'Random numbers',
  backend: 'Backends',
  display: 'Display and progress',
  foundation: 'Arrays of numbers',
};

/** Groups the names by room. A room without a title has its name, and comes last. */
export function roomsOf(reference: Reference): Room[] {
  const names = [...new Set([...Object.keys(TITLES), ...reference.map(({ room }) => room)])];
  return names.flatMap((name) => {
    const entries = reference.filter(({ room }) => room === name);
    return entries.length === 0 ? [] : { name, title: TITLES[name] ?? name, entries };
  });
}

/** Address of a room of the reference, from the top of the site. */
export function addressOfRoom(name: string): string {
  return `reference/${name}.html`;
}

/** Finds the address of a public name, from the top of the site; undefined if there is none. */
export function addressOfName(reference: Reference, name: string): string | undefined {
  const entry = reference.find((candidate) => candidate.name === name || candidate.aliases.includes(name));
  return entry && `${addressOfRoom(entry.room)}#${entry.name}`;
}
