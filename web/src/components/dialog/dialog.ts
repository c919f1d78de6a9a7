import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { closeIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { styles } from './dialog.styles.js';

/**
 * @summary A modal in the middle, or a drawer at the end of the screen. The browser's own `<dialog>` keeps the focus
 * inside, closes on Escape and gives the focus back.
 *
 * @event relata-close - It was closed, by the viewer or by `open = false`.
 * @slot - What it shows.
 */
@customElement('relata-dialog')
export class RelataDialog extends LitElement {
  static styles = [base, controls, styles];

  @property({ type: Boolean }) open = false;
  @property() heading = '';
  @property({ reflect: true }) placement: 'center' | 'end' = 'center';

  @query('dialog') private dialog!: HTMLDialogElement;

  render() {
    return html`
      <dialog aria-labelledby="heading" @close=${this.closed} @click=${this.clicked}>
        <header>
          <h2 id="heading">${this.heading}</h2>
          <button class="button subtle icon" aria-label=${t('dialog.close')} @click=${() => this.dialog.close()}>
            ${closeIcon}
          </button>
        </header>
        <div class="body" role="group" aria-labelledby="heading" tabindex="0"><slot></slot></div>
      </dialog>
    `;
  }

  updated(changed: PropertyValues<this>) {
    if (!changed.has('open') || this.open === this.dialog.open) return;
    if (this.open) this.dialog.showModal();
    else this.dialog.close();
  }

  private closed() {
    this.open = false;
    this.dispatchEvent(new Event('relata-close'));
  }

  /** The dialog has no padding, so a click that hits the dialog itself hit the ground around it. */
  private clicked(event: MouseEvent) {
    if (event.target === this.dialog) this.dialog.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-dialog': RelataDialog;
  }
}
