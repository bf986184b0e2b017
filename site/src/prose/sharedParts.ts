import { createHash } from 'node:crypto';
import { type Html, html, raw } from './html.js';

/** Content of a page, and what its formulas share. */
export interface SharedParts {
  content: Html;
  /** Style sheet for the head of the page. */
  styles: Html;
  /** Drawings for the body of the page. */
  drawings: Html;
}

/**
 * Moves what the formulas of a page have in common into one place each: inline styles, of which a
 * page has a thousand but only a hundred different ones, become classes, and the drawings of roots
 * and braces become references. Names follow from the content, so that a part of the page that is
 * loaded later has the same names.
 */
export function shareParts(content: Html): SharedParts {
  const styles = new Map<string, string>();
  const drawings = new Map<string, string>();
  const text = String(content)
    .replace(/<span(?: class="([^"]*)")? style="([^"]*)">/g, (span, classes: string | undefined, style: string) => {
      const name = nameOf(style);
      const rule = style.replace(/;$/, '');
      // Two styles of a page rarely get the same name. Then the second one stays inline.
      if ((styles.get(name) ?? rule) !== rule) return span;
      styles.set(name, rule);
      return `<span class="${classes === undefined ? '' : `${classes} `}${name}">`;
    })
    .replace(/<svg xmlns="[^"]*"([^>]*)><path d="([^"]*)"\/>/g, (_, attributes: string, drawing: string) => {
      const name = nameOf(drawing);
      drawings.set(name, drawing);
      return `<svg${attributes}><use href="#${name}"/>`;
    });
  const rules = [...styles].map(([name, style]) => `.${name}{${style}}`).sort();
  const paths = [...drawings].map(([name, drawing]) => html`<path id="${name}" d="${drawing}"/>`);
  return {
    content: raw(text),
    styles: html`${rules.length > 0 && raw(`<style>${rules.join('\n')}</style>`)}`,
    drawings: html`${paths.length > 0 && html`<svg class="drawings" aria-hidden="true">${paths}</svg>`}`,
  };
}

function nameOf(content: string): string {
  return `m${createHash('sha256').update(content).digest('base64url').slice(0, 4)}`;
}
