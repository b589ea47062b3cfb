import known from 'email-providers/all.json' with { type: 'json' }

// Large ones that the list does not have.
const others = [
  'duck.com',
  'fastmail.com',
  'fastmail.fm',
  'keemail.me',
  'mailfence.com',
  'mozmail.com',
  'posteo.de',
  'posteo.net',
  'runbox.com',
  'startmail.com',
  'tuta.com',
  'tuta.io',
  'tutamail.com',
  'tutanota.com',
  'tutanota.de',
]

// It has a name that nobody gets mail at: RFC 2606 §3 keeps it for examples, such as the demo is.
const mistaken = 'example.com'

/**
 * Knows the domains where anybody can get an address, which therefore no organization can verify (DOM-2).
 * @param changes more of them; one with a minus in front may be verified after all
 */
export function mailProviders(changes: readonly string[]): (name: string) => boolean {
  const names = new Set([...known, ...others])
  names.delete(mistaken)
  for (const change of changes) {
    if (change.startsWith('-')) names.delete(change.slice(1))
    else names.add(change)
  }
  return (name) => names.has(name)
}
