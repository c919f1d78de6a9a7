import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    flex: none;
    width: 40px;
    height: 40px;
  }

  img,
  span {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 100%;
    height: 100%;
    border-radius: 50%;
    object-fit: cover;
  }

  span {
    border: 1px solid transparent;
    background: var(--relata-color-brand-tint);
    color: var(--relata-color-link);
    font: 600 var(--relata-size-body) / 1 var(--relata-font);
    user-select: none;
  }
`;
