// @ts-check
/** Our own drawings, on a grid of 24; strokes take the color of the text beside them. */
import { html, svg } from "lit-html";

/** @type {Record<string, import("lit-html").TemplateResult>} */
const DRAWN = {
  report: svg`<path d="M4 10v4h3l8 4V6l-8 4H4z"/><path d="M18 9a4 4 0 0 1 0 6"/><path d="M7.6 14.2 8.7 20h2.6l-.9-4"/>`,
  police: svg`<path d="M12 3l7 2.5v5.8c0 4.6-3 7.9-7 9.7-4-1.8-7-5.1-7-9.7V5.5L12 3z"/><path d="M12 8l1.2 2.5 2.7.3-2 1.9.5 2.7-2.4-1.3-2.4 1.3.5-2.7-2-1.9 2.7-.3z"/>`,
  pay: svg`<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3 10h18M7 14.5h4"/>`,
  permit: svg`<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/><path d="M9 13.5l2.2 2.2 4-4.4"/>`,
  license: svg`<path d="M4 9l1.4-5h13.2L20 9a2.67 2.67 0 0 1-5.33 0 2.67 2.67 0 0 1-5.34 0A2.67 2.67 0 0 1 4 9z"/><path d="M5.5 11.5V20h13v-8.5M10 20v-5h4v5"/>`,
  home: svg`<path d="M3 11.5 12 4l9 7.5"/><path d="M5.5 9.5V20h13V9.5"/><path d="M10 20v-5.5h4V20"/>`,
  transit: svg`<rect x="5" y="3.5" width="14" height="14" rx="2.5"/><path d="M5 11.5h14M7.5 17.5V20M16.5 17.5V20"/><path d="M8.5 14.5h.01M15.5 14.5h.01"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6h.01"/>`,
  back: svg`<path d="M19 12H5M11 6l-6 6 6 6"/>`,
  restart: svg`<path d="M5 12.5a7 7 0 1 0 2.3-5.7"/><path d="M5.5 3.5V8H10"/>`,
  talk: svg`<path d="M3.5 4.5h11v8H9.5l-3 3v-3h-3z"/><path d="M17.5 9.5h3v7.5h-2v3l-3.2-3H10"/>`,
  hand: svg`<path d="M8 13V6.5a1.3 1.3 0 0 1 2.6 0V11M10.6 11V5a1.3 1.3 0 0 1 2.6 0v6M13.2 11V6a1.3 1.3 0 0 1 2.6 0v6M15.8 12V8.8a1.3 1.3 0 0 1 2.6 0v5.9c0 3.6-2.3 6-5.7 6-2.8 0-4.3-1.2-5.6-3.3L4.7 13.2a1.3 1.3 0 0 1 2.2-1.4L8 13.3"/>`,
  globe: svg`<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.7 2.6 4 5.6 4 9s-1.3 6.4-4 9c-2.7-2.6-4-5.6-4-9s1.3-6.4 4-9z"/>`,
  accessible: svg`<circle cx="10.5" cy="4.5" r="1.6"/><path d="M10.5 8.5V14h5l2.5 5.5M10.5 10.7H15"/><path d="M8 11.8a4.9 4.9 0 1 0 6.5 6.3"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5.5 5.5"/>`,
  clock: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.4 2"/>`,
  people: svg`<circle cx="9" cy="8.5" r="3.2"/><path d="M3 19c.4-3.6 2.7-5.3 6-5.3s5.6 1.7 6 5.3M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.2c2.1.7 3.3 2.3 3.5 4.8"/>`,
  alert: svg`<path d="M12 4l9.3 16H2.7z"/><path d="M12 10v4.5M12 17.2h.01"/>`,
  phone: svg`<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.3h2"/>`,
  call: svg`<path d="M6.5 4h3L11 8 9 9.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3c0 1-.8 1.6-1.7 1.5C11.6 18.6 5.4 12.4 5 5.7 4.9 4.8 5.5 4 6.5 4z"/>`,
  check: svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  box: svg`<rect x="4" y="4" width="16" height="16" rx="3"/>`,
  checked: svg`<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M8 12.3l2.8 2.8L16.2 9"/>`,
  printer: svg`<path d="M7 9V4h10v5M7 17H4V9h16v8h-3"/><path d="M7 14h10v6H7z"/>`,
  ear: svg`<path d="M7 10a5 5 0 0 1 10 0c0 3.6-3.4 4.4-3.4 7.2 0 2-1.3 3.3-3 3.3-1.9 0-3.1-1.4-3.1-3.3"/><path d="M9.7 10.2a2.3 2.3 0 0 1 4.6 0c0 1.6-1.8 1.9-1.8 3.6"/>`,
  text: svg`<path d="M2.5 19l5.5-14 5.5 14M4.5 14.5h7M14.5 19l3.3-8.5L21 19M15.7 16.3h4.2"/>`,
  contrast: svg`<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/>`,
  lower: svg`<path d="M12 4v12M6.5 10.8l5.5 5.5 5.5-5.5M5 20h14"/>`,
  up: svg`<path d="M5 15.5l7-7 7 7"/>`,
  down: svg`<path d="M5 8.5l7 7 7-7"/>`,
  arrow: svg`<path d="M5 12h14M13 6l6 6-6 6"/>`,
  place: svg`<path d="M12 21c4.2-4.6 6.5-7.7 6.5-11a6.5 6.5 0 1 0-13 0c0 3.3 2.3 6.4 6.5 11z"/><circle cx="12" cy="10" r="2.3"/>`,
  ready: svg`<path d="M10 6.5h10M10 12.5h10M10 18.5h10M3.5 6.5l1.3 1.3 2.4-2.6M3.5 12.5l1.3 1.3 2.4-2.6M3.5 18.5l1.3 1.3 2.4-2.6"/>`,
  erase: svg`<path d="M9 5h11.5v14H9l-6-7z"/><path d="M12.5 9.5l5 5M17.5 9.5l-5 5"/>`,
};

/** @param {string} name */
export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${DRAWN[name] ?? DRAWN.info}</svg>`;

/** A QR code from its path. @param {{size: number, path: string}} code @param {string} label */
export const qr = (code, label) =>
  html`<svg class="qr" viewBox="0 0 ${code.size} ${code.size}" role="img" aria-label=${label} shape-rendering="crispEdges">
    <path class="qr-light" d="M0 0h${code.size}v${code.size}H0z" />
    <path class="qr-dark" d=${code.path} />
  </svg>`;
