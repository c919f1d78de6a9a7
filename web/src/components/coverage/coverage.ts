import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Cell, Coverage } from '../../api/types.js';
import { warningIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { hrefOfColleague, hrefOfPerson } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { strengthInWords } from '../../wording/strength.js';
import { styles } from './coverage.styles.js';

/** So many rows and columns are shown before the viewer asks for all. */
const FIRST = 10;

/**
 * @summary Who of ours knows whom of theirs: contacts × colleagues, the strength in each cell as a number and a shade. It
 * warns where all hangs on one colleague, and names the contacts whom nobody knows.
 */
@customElement('relata-coverage')
export class RelataCoverage extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) coverage: Coverage | null = null;

  @state() private all = false;

  render() {
    const { coverage } = this;
    if (coverage === null) return nothing;
    if (coverage.contacts.length === 0) return html`<p>${t('coverage.none')}</p>`;
    return html`${this.warnings(coverage)} ${coverage.colleagues.length === 0 ? this.uncovered(coverage) : this.matrix(coverage)} ${this.more(coverage)}`;
  }

  private warnings({ single_threaded, uncovered, colleagues, contacts }: Coverage) {
    const alone = colleagues[0]?.name;
    return html`
      ${single_threaded
        ? html`<p class="warning">
            ${warningIcon}<span>${alone && colleagues.length === 1 ? t('coverage.single.named', { name: alone }) : t('coverage.single')}</span>
          </p>`
        : nothing}
      ${uncovered > 0 ? html`<p class="warning">${warningIcon}<span>${t('coverage.uncovered', { count: uncovered, total: contacts.length })}</span></p>` : nothing}
    `;
  }

  private uncovered({ contacts }: Coverage) {
    return html`
      <ul>
        ${this.first(contacts).map(({ person, name, title }) => html`<li><a href=${hrefOfPerson(person)}>${outside(name)}</a> <span class="faint">${outside(title ?? '')}</span></li>`)}
      </ul>
    `;
  }

  private matrix({ contacts, colleagues, cells }: Coverage) {
    const known = new Map(cells.map((it) => [`${it.contact}/${it.colleague}`, it]));
    const columns = this.first(colleagues);
    return html`
      <div class="scroll" role="region" tabindex="0" aria-label=${t('coverage.caption')}>
        <table>
          <caption class="visually-hidden">
            ${t('coverage.caption')}
          </caption>
          <thead>
            <tr>
              <th scope="col" class="corner">${t('coverage.contact')}</th>
              ${columns.map(
                ({ person, name, email }) => html`
                  <th scope="col" class="colleague"><a href=${hrefOfColleague(person)} title=${plain(`${name}, ${email}`)}>${outside(name)}</a></th>
                `,
              )}
              <td class="rest"></td>
            </tr>
          </thead>
          <tbody>
            ${this.first(contacts).map(
              ({ person, name, title }, row) => html`
                <tr>
                  <th scope="row">
                    <a href=${hrefOfPerson(person)} title=${plain(name)}>${outside(name)}</a>
                    ${title ? html`<span class="faint">${outside(title)}</span>` : nothing}
                    ${cells.some((it) => it.contact === row) ? nothing : html`<span class="nobody">${t('coverage.nobody')}</span>`}
                  </th>
                  ${columns.map((_, column) => cell(known.get(`${row}/${column}`)))}
                  <td class="rest"></td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="legend faint">
        ${(['strong', 'medium', 'weak', 'unknown'] as const).map((it) => html`<span><i class=${it}></i>${t(it === 'unknown' ? 'band.unknown.why' : `band.${it}`)}</span>`)}
      </p>
    `;
  }

  private more({ contacts, colleagues }: Coverage) {
    const most = Math.max(contacts.length, colleagues.length);
    if (this.all || most <= FIRST) return nothing;
    return html`
      <button class="button" @click=${() => (this.all = true)}>
        ${t('coverage.all', { contacts: contacts.length, colleagues: colleagues.length })}
      </button>
    `;
  }

  private first<Item>(items: Item[]): Item[] {
    return this.all ? items : items.slice(0, FIRST);
  }
}

function cell(it: Cell | undefined) {
  if (!it) return html`<td><span aria-hidden="true" class="blank">·</span><span class="visually-hidden">${t('coverage.blank')}</span></td>`;
  const words = strengthInWords({ band: it.band, strength: it.band === 'unknown' ? null : it.score });
  return html`
    <td class=${it.band} title=${words}>
      <span aria-hidden="true">${it.band === 'unknown' ? '?' : it.score}</span><span class="visually-hidden">${words}</span>
    </td>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-coverage': RelataCoverage;
  }
}
