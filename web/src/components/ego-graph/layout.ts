/** Where the nodes of the ego graph stand: the target in the middle, colleagues on an ellipse, the strongest on top. */

export interface Place {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Room for a node's label beside and below it. */
const MARGIN = { x: 64, y: 62 };
const WIDEST_RADIUS = 380;
const NARROW = 480;

/** How many colleagues can be told apart; the rest are in the list. */
export const mostShown = ({ width }: Size) => (width < NARROW ? 6 : 12);

/** Tall enough that labels do not meet. */
export const heightFor = (width: number) => (width < NARROW ? 440 : 460);

export const centre = ({ width, height }: Size): Place => ({ x: width / 2, y: height / 2 });

/** Clockwise from the top. */
export function around(size: Size, count: number): Place[] {
  const { x, y } = centre(size);
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
    return {
      x: Math.round(x + Math.cos(angle) * Math.min(x - MARGIN.x, WIDEST_RADIUS)),
      y: Math.round(y + Math.sin(angle) * (y - MARGIN.y)),
    };
  });
}

/** Labels stand on the far side of the target, where no line crosses them. */
export const isLabelAbove = (size: Size, place: Place) => place.y < centre(size).y - MARGIN.y;

/** A line's width: 2 for the weakest tie, 9 for the strongest. */
export const lineWidth = (strength: number | null) => (strength === null ? 1.5 : 2 + (strength / 100) * 7);
