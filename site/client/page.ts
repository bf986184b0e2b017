import { setUpCopyButtons } from './copy.js';
import { setUpFolding } from './folding.js';
import { setUpHero } from './hero.js';
import { followRuns } from './live.js';
import { setUpMenu } from './navigation/menu.js';
import { setUpProgress } from './navigation/progress.js';
import { setUpToc } from './navigation/toc.js';
import { setUpOverflow } from './overflow.js';
import { setUpPlayground } from './playground/start.js';
import { setUpPlots } from './plots/plots.js';
import { setUpRunning } from './run/start.js';
import { setUpSearch } from './search/search.js';
import { applyStoredTheme, setUpThemeButton } from './theme.js';

const { src } = document.currentScript as HTMLScriptElement;

// The theme must be set before the first paint, which is why this script is in the head.
document.documentElement.classList.add('js');
applyStoredTheme();

document.addEventListener('DOMContentLoaded', () => {
  setUpThemeButton();
  setUpMenu();
  setUpHero();
  setUpToc();
  setUpProgress();
  setUpSearch(new URL('../search.json', src).href);
  const setUp = (part: ParentNode): void => {
    for (const setUpPart of setUpParts) setUpPart(part);
  };
  const setUpParts = [
    setUpFolding(),
    setUpCopyButtons(),
    setUpOverflow(),
    setUpPlots(new URL('plotly.js', src).href),
    setUpRunning(new URL('../run/lesson.js', src).href, setUp),
  ];
  setUp(document);
  setUpPlayground(new URL('../run/playground.js', src).href, setUp);
  // The worker's address decides what it may answer: everything at and below the top of the site.
  if (document.documentElement.dataset.offline !== undefined)
    void navigator.serviceWorker?.register(new URL('../offline.js', src)).catch(() => {});
  if (document.documentElement.dataset.live !== undefined) followRuns(new URL('../events', src).href, setUp);
});
