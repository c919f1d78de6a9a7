/** What the sample data made up says so. */
import { html } from 'lit';
import { t } from '../locales/t.js';

export const inventedTag = () => html`
  <fluent-badge appearance="outline" color="informative" size="small" title=${t('record.invented.why')}>
    ${t('record.invented')}
  </fluent-badge>
`;
