import { problemCodes, problemGuides, problemStatus } from '../problems/problem.codes.js';

/** Every error code with its meaning and what to do about it (API-18), as a page that needs nothing else. */
export function errorPage(): string {
  const rows = problemCodes
    .toSorted((a, b) => problemStatus[a] - problemStatus[b])
    .map((code) => {
      const { meaning, remedy } = problemGuides[code];
      return `<tr id="${code}"><td>${problemStatus[code]}</td><td><code>${code}</code></td><td>${html(meaning)}</td><td>${html(remedy)}</td></tr>`;
    });
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Error codes</title>',
    '<meta name="viewport" content="width=device-width"><style>',
    'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}',
    'table{border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:.5rem;text-align:left;vertical-align:top}',
    'tr:target{background:#fff3bf}</style></head><body><h1>Error codes</h1>',
    '<p>Every error has the body <code>{"error": {code, message, http_status, docs_url, request_id}}</code>, some with ',
    '<code>details</code>. Branch on <code>code</code>. <a href="/docs">API documentation</a></p>',
    '<table><thead><tr><th>HTTP</th><th>Code</th><th>Meaning</th><th>What to do</th></tr></thead><tbody>',
    ...rows,
    '</tbody></table></body></html>',
  ].join('\n');
}

function html(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replace(/`([^`]*)`/g, '<code>$1</code>');
}
