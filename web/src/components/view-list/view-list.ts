import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { View } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfPerson } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { outside, sentence } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { styles } from './view-list.styles.js';

/**
 * @summary Who looked at the viewer's connections: when, who, and what they were shown. The newest first.
 */
@customElement('relata-view-list')
export class RelataViewList extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) views: View[] = [];

  render() {
    return html`
      <table aria-label=${t('views.title')}>
        <thead>
          <tr>
            <th scope="col">${t('views.when')}</th>
            <th scope="col">${t('views.who')}</th>
            <th scope="col">${t('views.what')}</th>
          </tr>
        </thead>
        <tbody>${this.views.map((it) => this.row(it))}</tbody>
      </table>
    `;
  }

  private row({ at, viewer, what, contact }: View) {
    return html`
      <tr>
        <td><time datetime=${at}>${moment(at)}</time></td>
        <td>${outside(viewer.name)}</td>
        <td>${sentence(what).replace(/\.$/, '')}${contact ? html`: <a href=${hrefOfPerson(contact.id)}>${outside(contact.name)}</a>` : nothing}</td>
      </tr>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-view-list': RelataViewList;
  }
}
