/**
 * The page's half of the handshake with Relata's iframe. Every sample that uses an iframe uses this file.
 *
 * The frame says it is ready, the page answers with a token that its own server asked for. The page listens to the window of
 * the iframe alone, under Relata's origin alone, and sends the token to that origin alone.
 */

const WIDGETS = ['who-knows-whom', 'health', 'kpis', 'timeline'];

/**
 * @param {HTMLIFrameElement} frame
 * @param {string} relata Where Relata runs, without a path: "https://relata.example.org".
 * @param {string} widget
 * @param {() => Promise<string>} fetchToken Asks the page's own server for a token for the record on the page.
 * @param {'light' | 'dark'} [theme]
 * @returns {() => void} Ends the conversation.
 */
export function showRelata(frame, relata, widget, fetchToken, theme) {
  if (!WIDGETS.includes(widget)) throw new Error(`Relata has no widget "${widget}"`);
  const hear = async ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== relata || data?.v !== 1) return;
    if (data.type === 'relata:resize' && Number.isFinite(data.height)) frame.style.height = `${data.height}px`;
    if (data.type !== 'relata:ready' && data.type !== 'relata:expired') return;
    const token = await fetchToken();
    frame.contentWindow?.postMessage({ type: 'relata:context', v: 1, token, ...(theme && { theme }) }, relata);
  };
  addEventListener('message', hear);
  frame.src = `${relata}/embed/v1/${widget}`;
  return () => removeEventListener('message', hear);
}
