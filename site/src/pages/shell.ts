import { type Content, type Html, html, raw } from '../prose/html.js';
import { shareParts } from '../prose/sharedParts.js';
import type { Outline } from './outline.js';
import type { SiteContext } from './siteContext.js';
import { siteHeader } from './siteHeader.js';

/**
 * Policy that allows only the site's own files, except for inline styles, which KaTeX and Plotly
 * need.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const FAVICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Crect width=%2216%22 height=%2216%22 rx=%223%22 fill=%22%230b57a8%22/%3E%3Cpath d=%22M2 12C6 12 5 4 8 4s2 8 6 8%22 fill=%22none%22 stroke=%22white%22 stroke-width=%221.6%22/%3E%3C/svg%3E';

export interface Shell {
  title: string;
  /** Relative path from the page to the top of the site, such as '' or '../'. */
  root: string;
  site: SiteContext;
  /** Lesson that the page shows, if it shows one. */
  here?: Outline;
  /** Content beside or above the main part. */
  aside?: Content;
  main: Content;
}

/** Wraps the content of a page into a whole document. */
export function shell({ title, root, site, here, aside, main }: Shell): Html {
  const { isLive, isOffline } = site.options;
  const { content, styles, drawings } = shareParts(html`${aside}
<main id="main" tabindex="-1">
${main}
</main>`);
  return html`<!doctype html>
<html lang="en"${isLive && raw(' data-live')}${isOffline && raw(' data-offline')}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${FAVICON}">
<link rel="stylesheet" href="${root}assets/style.css">
${styles}
<script src="${root}assets/page.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${siteHeader(site, root, here)}
<div class="frame">
${content}
</div>
${drawings}
</body>
</html>
`;
}
