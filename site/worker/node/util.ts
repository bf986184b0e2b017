/** Node's own way to show values, for cells and for the parts of the kernel that run them. */
export { format, formatWithOptions, inspect } from 'node-inspect-extracted';
