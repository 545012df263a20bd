/** What LiteLLM answers whole has one page for whoever does not know of pages, as far as it goes. */
export const UNPAGED_MAX = 1000;
