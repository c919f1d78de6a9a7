/** The few pictures the interface draws, as SVG that takes the colour of the text beside it. */
import { svg, html, type SVGTemplateResult } from 'lit';

const icon = (shape: SVGTemplateResult) => html`
  <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>
`;

export const listIcon = icon(svg`<path d="M7 5h10M7 10h10M7 15h10M3.2 5h.1M3.2 10h.1M3.2 15h.1" />`);
export const graphIcon = icon(svg`
  <circle cx="10" cy="10" r="2.4" /><circle cx="4" cy="4.5" r="1.6" /><circle cx="16" cy="5" r="1.6" />
  <circle cx="9" cy="16.8" r="1.6" /><path d="M8.3 8.3 5.2 5.6M12 8.8l2.7-2.8M9.7 12.4l-.4 2.8" />
`);
export const closeIcon = icon(svg`<path d="m5 5 10 10M15 5 5 15" />`);
export const searchIcon = icon(svg`<circle cx="8.8" cy="8.8" r="5" /><path d="m12.6 12.6 4 4" />`);
export const sunIcon = icon(svg`
  <circle cx="10" cy="10" r="3.2" />
  <path d="M10 2.5v1.4M10 16.1v1.4M2.5 10h1.4M16.1 10h1.4M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1" />
`);
export const moonIcon = icon(svg`<path d="M16.5 11.6A7 7 0 1 1 8.4 3.5a5.6 5.6 0 0 0 8.1 8.1Z" />`);
export const warningIcon = icon(svg`<path d="M10 3 2.5 16.5h15L10 3ZM10 8.2v3.6M10 14.2v.1" />`);
export const noteIcon = icon(svg`<circle cx="10" cy="10" r="7" /><path d="M10 9v4.5M10 6.3v.1" />`);
export const emailIcon = icon(svg`<path d="M3 5h14v10H3V5Zm0 .6 7 5 7-5" />`);
export const meetingIcon = icon(svg`<path d="M3.5 5h13v11.5h-13V5Zm0 3.6h13M7 3.2v3M13 3.2v3" />`);
export const callIcon = icon(svg`
  <path d="M6.2 3 4 4.4c-.9 4.9 6.6 12.6 11.6 11.6L17 13.8l-3-2.2-1.9 1c-1.9-.8-3.9-2.8-4.7-4.7l1-1.9L6.2 3Z" />
`);
export const chartIcon = icon(svg`<path d="M3.5 3v13.5H17M7 13.5V10M10.5 13.5V6.5M14 13.5V9" />`);
export const tableIcon = icon(svg`<path d="M3 4.5h14v11H3v-11ZM3 8.2h14M3 11.9h14M8 4.5v11" />`);
export const risingIcon = icon(svg`<path d="m4 15 11-11M8 4h7v7" />`);
export const steadyIcon = icon(svg`<path d="M3 10h13M11.5 5.5 16 10l-4.5 4.5" />`);
export const fallingIcon = icon(svg`<path d="m4 5 11 11M8 16h7V9" />`);
export const settingsIcon = icon(svg`
  <path d="M3 6h7M14 6h3M3 14h3M10 14h7" /><circle cx="12" cy="6" r="2" /><circle cx="8" cy="14" r="2" />
`);
export const downloadIcon = icon(svg`<path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13" />`);
export const silentIcon = icon(svg`<circle cx="10" cy="10" r="7" /><path d="M5.2 14.8 14.8 5.2" />`);
export const replyIcon = icon(svg`<path d="M8 4.5 3 9.5l5 5M3.5 9.5H12a5 5 0 0 1 5 5v1" />`);
export const aloneIcon = icon(svg`<circle cx="10" cy="6.5" r="3" /><path d="M4 17c.5-3.6 2.8-5.5 6-5.5s5.5 1.9 6 5.5" />`);
export const taskIcon = icon(svg`<path d="M3.5 3.5h13v13h-13v-13ZM6.8 10.2l2.3 2.3 4.2-5" />`);
export const doneIcon = icon(svg`<path d="m4.5 10.5 3.6 3.6 7.4-8" />`);
