/** Plotly figure as plain JSON. */
export interface Figure {
  data: Trace[];
  layout: Record<string, unknown>;
  config: Record<string, unknown>;
  frames?: Frame[];
}

/** One step of an animation or of a slider. */
export interface Frame {
  name: string;
  data?: Trace[];
  layout?: Record<string, unknown>;
}

export interface Trace {
  name?: string;
  x?: readonly unknown[];
  y?: readonly unknown[];
  z?: readonly (readonly unknown[])[];
  [attribute: string]: unknown;
}
