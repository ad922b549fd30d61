/** The list's choices in the page's address, so that a view can be shared and the back button works. */

import { FACETS, ORDERS } from "./facets.js";

export function readChoices(search = location.search) {
  const params = new URLSearchParams(search);
  const chosen = {};
  for (const { key } of FACETS) chosen[key] = params.get(key)?.split(",").filter(Boolean) ?? [];
  return { chosen, order: params.get("sort") ?? ORDERS[0].value };
}

export function writeChoices({ chosen, order }) {
  const params = new URLSearchParams();
  for (const { key } of FACETS) if (chosen[key].length) params.set(key, chosen[key].join(","));
  if (order !== ORDERS[0].value) params.set("sort", order);
  const query = params.toString().replaceAll("%2C", ",");
  history.pushState(null, "", query ? `?${query}` : location.pathname);
}
