/** The answers on signing in and on sessions, as `types.ts` will have them once the document holds them. */

/** How somebody can sign in here. */
export interface SignInWays {
  provider: { name: string } | null;
  local: boolean;
  demo: boolean;
}

/** A browser in which the viewer is signed in. */
export interface Session {
  id: string;
  created_at: string;
  seen_at: string;
  expires_at: string;
  client: string;
  current: boolean;
}
