/** Plotly figure as plain JSON. */
export interface Figure {
  data: Trace[];
  layout: Record<string, unknown>;
  config: Record<string, unknown>;
  frames?: { name: string }[];
}

export interface Trace {
  name?: string;
  x?: readonly unknown[];
  y?: readonly unknown[];
  z?: readonly (readonly unknown[])[];
  [attribute: string]: unknown;
}
