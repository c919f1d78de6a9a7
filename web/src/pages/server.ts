/** The server that the pages ask: the one that served them. */
export const SERVER = '';
