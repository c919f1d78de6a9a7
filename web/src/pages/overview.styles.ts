import { css } from 'lit';

export const styles = css`
  .hero {
    display: grid;
    gap: var(--relata-space-2);
    justify-items: center;
    padding: var(--relata-space-5) 0 var(--relata-space-2);
    text-align: center;
  }

  .hero relata-search {
    width: min(640px, 100%);
    margin: var(--relata-space-3) 0 var(--relata-space-1);
    --search-height: 44px;
  }

  .hero .faint span + span::before {
    content: ' · ' / '';
  }

  .unpublished {
    border-inline-start: 3px solid var(--relata-color-brand);
  }

  nav {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-4);
  }
`;
