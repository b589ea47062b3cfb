// The library warns on every Node that is not a long-term release yet, as Node 26 is until it becomes one. Whoever starts
// Umbel can do nothing about it, so this one line is kept from them. Imported before the library.
const warn = console.warn
console.warn = (...words: unknown[]) => {
  if (!String(words[0]).includes('Unsupported runtime')) warn(...words)
}
