/**
 * A Lightning web component for record pages: Relata's iframe, with a token that Apex asks for.
 *
 * The handshake is the one of samples/relata-frame.js, which a component cannot import from outside.
 */
import { LightningElement, api } from 'lwc';
import mint from '@salesforce/apex/RelataToken.mint';

/** The only line to change, here and in the two metadata files. */
const RELATA = 'https://relata.example.org';
const WIDGETS = ['who-knows-whom', 'health', 'kpis', 'timeline'];

export default class RelataWidget extends LightningElement {
  @api recordId;
  @api widget = 'who-knows-whom';
  problem = '';

  connectedCallback() {
    this.hear = (event) => this.heard(event);
    window.addEventListener('message', this.hear);
  }

  disconnectedCallback() {
    window.removeEventListener('message', this.hear);
  }

  renderedCallback() {
    const { frame } = this.refs;
    if (frame.src) return;
    const widget = WIDGETS.includes(this.widget) ? this.widget : 'who-knows-whom';
    frame.src = `${RELATA}/embed/v1/${widget}`;
  }

  async heard({ source, origin, data }) {
    const { frame } = this.refs;
    if (source !== frame.contentWindow || origin !== RELATA || data?.v !== 1) return;
    if (data.type === 'relata:resize' && Number.isFinite(data.height)) frame.style.height = `${data.height}px`;
    if (data.type !== 'relata:ready' && data.type !== 'relata:expired') return;
    try {
      const token = await mint({ recordId: this.recordId });
      frame.contentWindow.postMessage({ type: 'relata:context', v: 1, token }, RELATA);
    } catch (error) {
      this.problem = error.body?.message ?? 'Relata cannot be shown for this record.';
    }
  }
}
