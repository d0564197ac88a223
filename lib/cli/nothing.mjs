// Stands in for `server-only` in our own bundles, which never reach a browser.
export {};
