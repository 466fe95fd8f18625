// A log and a summary as pages that look like GitHub's.
import { renderMarkdown } from '../../testing/markdown.ts';

/** A job summary, its charts still as text. `css` is GitHub's own for Markdown. */
export function summaryPage(markdown: string, css: string): string {
  const html = renderMarkdown(markdown);
  const chart = '.chart { padding: 16px; margin-bottom: 16px; text-align: center }';
  return page(html, `${css} body { padding: 24px } ${chart}`);
}

/** The scripts that put Mermaid's drawings into a page, where it has any, as GitHub's page does. */
export function chartScripts(html: string, mermaid: string, isDark: boolean): string[] {
  if (!html.includes('language-mermaid')) return [];
  const theme = isDark ? 'dark' : 'default';
  const drawing = `(async () => {
    mermaid.initialize({ startOnLoad: false, theme: '${theme}' });
    for (const [at, code] of document.querySelectorAll('.language-mermaid').entries()) {
      const { svg } = await mermaid.render('chart' + at, code.textContent);
      const chart = document.createElement('div');
      chart.className = 'chart';
      chart.innerHTML = svg;
      code.parentElement.replaceWith(chart);
    }
  })()`;
  return [`${mermaid};0`, drawing];
}

const LOG_CSS = `
  .log { padding: 16px 24px 16px 8px; font: 12px/20px var(--fontStack-monospace) }
  .title { margin-bottom: 8px; font: 600 14px/24px "Noto Sans", Helvetica, Arial, sans-serif }
  .title svg { margin: 4px; vertical-align: top; fill: var(--fgColor-muted) }
  .line { display: grid; grid-template-columns: 32px 1fr; gap: 16px }
  .line i { color: var(--fgColor-muted); font-style: normal; text-align: right }
  .line span { white-space: pre-wrap; overflow-wrap: anywhere }
  .Error b { color: var(--fgColor-danger) }
  .Warning b { color: var(--fgColor-attention) }
`;

const CHEVRON = `<svg width="16" height="16" viewBox="0 0 16 16"><path d="M12.78 5.22a.75.75 0 0 1 0
  1.06l-4.25 4.25a.75.75 0 0 1-1.06 0L3.22 6.28a.75.75 0 0 1 1.06-1.06L8 8.94l3.72-3.72a.75.75 0 0 1
  1.06 0Z"/></svg>`;

/** The log of a step, open, with its title above. */
export function logPage(log: string, title: string, css: string): string {
  const lines = log.trimEnd().split('\n');
  const rows = lines.map((line, at) => {
    const [, level = '', rest = line] = /^(Error|Warning|Notice): (.*)$/.exec(line) ?? [];
    const label = level === '' ? '' : `<b>${level}: </b>`;
    return `<div class="line ${level}"><i>${at + 1}</i><span>${label}${escaped(rest)}</span></div>`;
  });
  const head = `<div class="title">${CHEVRON}${escaped(title)}</div>`;
  return page(`<div class="log">${head}${rows.join('')}</div>`, css + LOG_CSS);
}

function page(content: string, css: string): string {
  return `<!doctype html><meta charset="utf-8"><style>body { margin: 0 } ${css}</style>
<body class="markdown-body">${content}</body>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
