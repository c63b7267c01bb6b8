// @ts-check
/** Charts by uPlot: bars and lines over times or days. Each is labelled, and its table is next to it. */
import { html, svg } from "lit-html";
import { ref } from "lit-html/directives/ref.js";
import uPlot from "uplot";

/**
 * @typedef {object} Wave a row of values
 * @property {string} name
 * @property {(number | null)[]} values
 * @property {1 | 2 | 3} color
 * @property {"bars" | "line"} [kind]
 * @property {number[]} [dash]
 * @property {"left" | "right"} [side] which axis it is read on
 *
 * @typedef {object} Picture
 * @property {string} title
 * @property {string[]} labels along the bottom
 * @property {Wave[]} waves
 * @property {string} left what the left axis counts
 * @property {string} [right]
 */

/** @type {WeakMap<Element, {plot: uPlot, drawnFrom: string}>} */
const drawn = new WeakMap();
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target)?.plot.setSize(sizeOf(target));
});

/** @param {Element} host */
const sizeOf = (host) => ({ width: Math.max(host.clientWidth, 200), height: Math.max(host.clientHeight, 120) });

/** @param {Picture} picture */
export function chart(picture) {
  const label = `${picture.title}: ${picture.waves.map((wave) => wave.name).join(", ")}. The same numbers are in the table beside it.`;
  return html`<div class="picture">
    <ul class="legend" aria-hidden="true">${picture.waves.map(sample)}</ul>
    <div class="canvas" role="img" aria-label=${label} ${ref((host) => host && draw(host, picture))}></div>
  </div>`;
}

/** @param {Wave} wave */
const sample = ({ name, color, kind = "line", dash = [] }) => html`<li class="wave-${color}">
  <svg width="28" height="12" aria-hidden="true">${
    kind === "bars"
      ? svg`<rect width="28" height="12" fill="currentColor" opacity="0.55"></rect>`
      : svg`<line x1="0" x2="28" y1="6" y2="6" stroke="currentColor" stroke-width="3" stroke-dasharray=${dash.join(" ")}></line>`
  }</svg><span>${name}</span></li>`;

/** @param {Element} host @param {Picture} picture */
function draw(host, picture) {
  const drawnFrom = JSON.stringify([picture, document.documentElement.dataset.theme]);
  if (drawn.get(host)?.drawnFrom === drawnFrom) return;
  const data = [picture.labels.map((_, place) => place), ...picture.waves.map((wave) => wave.values)];
  const paint = () => {
    drawn.get(host)?.plot.destroy();
    const plot = new uPlot(optionsOf(host, picture), /** @type {any} */ (data), /** @type {HTMLElement} */ (host));
    drawn.set(host, { plot, drawnFrom });
    resized.observe(host);
  };
  // Laid out by the browser first: a picture is as wide as its card.
  if (host.clientWidth) paint();
  else requestAnimationFrame(paint);
}

/** @param {Element} host @param {Picture} picture @returns {any} */
function optionsOf(host, { labels, waves, left, right }) {
  const page = getComputedStyle(document.documentElement);
  const ink = (/** @type {string} */ name) => page.getPropertyValue(name).trim();
  const font = `13px ${getComputedStyle(host).fontFamily}`;
  const axis = {
    stroke: ink("--quiet"),
    font,
    labelFont: font,
    grid: { stroke: ink("--hairline"), width: 1 },
    ticks: { show: false },
  };
  const up = (/** @type {any} */ _plot, /** @type {number} */ _low, /** @type {number} */ high) => [
    0,
    high > 0 ? high * 1.08 : 1,
  ];
  const upright = { ...axis, size: 46, label: left, labelSize: 20, scale: "left" };
  return {
    ...sizeOf(host),
    legend: { show: false },
    cursor: { show: false },
    padding: [8, right ? 0 : 12, 0, 0],
    scales: { x: { time: false, range: [-0.6, labels.length - 0.4] }, left: { range: up }, right: { range: up } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        incrs: [1, 2, 4, 7, 8, 14, 28, 56],
        space: 68,
        values: (/** @type {any} */ _plot, /** @type {number[]} */ places) =>
          places.map((place) => labels[place] ?? ""),
      },
      upright,
      ...(right ? [{ ...upright, label: right, side: 1, scale: "right", grid: { show: false } }] : []),
    ],
    series: [{}, ...waves.map((wave) => seriesOf(wave, ink(`--wave-${wave.color}`)))],
  };
}

/** @param {Wave} wave @param {string} color */
function seriesOf({ kind = "line", dash, side = "left" }, color) {
  const bars = kind === "bars";
  return {
    scale: side,
    stroke: color,
    width: bars ? 1 : 2.5,
    dash,
    fill: bars ? `${color}8c` : undefined,
    paths: bars ? uPlot.paths.bars?.({ size: [0.75, 60] }) : undefined,
    points: { show: !bars, size: 6, stroke: color, fill: color },
  };
}
