// Tests of pages hold functions that run in the browser.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
