import { setUpCopyButtons } from './copy.js';
import { setUpOverflow } from './overflow.js';
import { setUpPlots } from './plots/plots.js';
import { applyStoredTheme, setUpThemeButton } from './theme.js';
import { setUpToc } from './toc.js';

const { src } = document.currentScript as HTMLScriptElement;

// The theme must be set before the first paint, which is why this script is in the head.
document.documentElement.classList.add('js');
applyStoredTheme();

document.addEventListener('DOMContentLoaded', () => {
  setUpThemeButton();
  setUpCopyButtons();
  setUpOverflow();
  setUpToc();
  setUpPlots(new URL('plotly.js', src).href);
});
