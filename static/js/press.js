// A press that is ours to answer: not one that another listener took, nor one that asks for a new tab.
export function isOurs(event) {
  return !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey);
}
