// What a page is held to besides what axe knows, asked in the page itself. Each function gives the faults it finds.

const focusable =
  'a[href], button:not(:disabled), input:not([type="hidden"], :disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]'
const isShown = (one) => one.checkVisibility({ visibilityProperty: true })
const named = (one) => one.outerHTML.slice(0, 120)
const stops = (root = document) => [...root.querySelectorAll(focusable)].filter(isShown)

/** Nothing has to be scrolled sideways, and nothing is cut off at the side (WCAG 1.4.10). */
function sideways() {
  const { clientWidth, scrollWidth } = document.documentElement
  const faults = []
  if (scrollWidth > clientWidth) {
    const out = [...document.body.querySelectorAll('*')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth + 1,
    )
    faults.push(...out.slice(0, 3).map((one) => `wider than the screen: ${named(one)}`))
  }
  for (const one of document.body.querySelectorAll('*')) {
    if (one.scrollWidth <= one.clientWidth + 1 || !one.clientWidth || one.matches('input, select, svg *, .crop-view'))
      continue
    const { overflowX, clipPath } = getComputedStyle(one)
    // What is clipped away whole is for screen readers.
    if (overflowX !== 'visible' && clipPath === 'none' && isShown(one))
      faults.push(`cut off or scrolled: ${named(one)}`)
  }
  return faults
}

/** Without a field that has the focus, a page begins at its top. */
const start = () => (scrollY > 0 && document.activeElement === document.body ? ['it does not begin at its top'] : [])

/** Whether it is a link amid a sentence, whose size is that of its line. */
function isInText(one) {
  if (!one.matches('a, button.link')) return false
  const words = document.createTreeWalker(
    one.closest('p, li, dd, td, label') ?? one.parentElement,
    NodeFilter.SHOW_TEXT,
  )
  while (words.nextNode()) {
    const { data, parentElement } = words.currentNode
    if (data.trim() && !parentElement.closest('a, button, summary')) return true
  }
  return false
}

/** What a finger is meant for is 44 px large, with its label. */
function touch(least = 44) {
  const faults = []
  for (const one of stops()) {
    if (isInText(one) || one.matches('.skip')) continue
    const boxes = [one, ...(one.labels ?? [])].map((each) => each.getBoundingClientRect())
    const tall = Math.max(...boxes.map(({ height }) => height))
    if (tall < least - 0.5) faults.push(`${Math.round(tall)} px tall: ${named(one)}`)
  }
  return faults
}

const rgba = (text) => {
  const [r, g, b, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
  return text.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
}
const luminance = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * x + 0.7152 * y + 0.0722 * z
}
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
function behind(one) {
  for (let at = one.parentElement; at; at = at.parentElement) {
    const color = rgba(getComputedStyle(at).backgroundColor)
    if (color[3] > 0.9) return color
  }
  return rgba(getComputedStyle(document.body).backgroundColor)
}

/** Everything that Tab comes to shows that it has the focus, is uncovered then, and comes in the order of the page. */
function focus() {
  const faults = []
  for (const one of stops()) {
    if (one.hasAttribute('tabindex') && one.tabIndex !== 0 && !one.matches('[tabindex="-1"]:not(a, button, input)'))
      faults.push(`out of the order: ${named(one)}`)
    one.focus()
    if (document.activeElement !== one) faults.push(`cannot have the focus: ${named(one)}`)
    else faults.push(...ringFaults(one))
    if (one.matches('.menu > summary')) faults.push(...menuFaults(one.parentElement))
  }
  document.activeElement?.blur()
  scrollTo(0, 0)
  return [...faults, ...orderFaults()]
}

function ringFaults(focused) {
  // Where a radio button is a card, the card has the ring.
  const one = focused.closest('.pick') ?? focused
  const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(one)
  const reach = Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth)
  if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return [`no ring: ${named(one)}`]
  if (contrast(rgba(outlineColor), behind(one)) < 3) return [`a faint ring: ${named(one)}`]
  const { left, top, right, bottom } = one.getBoundingClientRect()
  for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) {
    if (getComputedStyle(at).overflow === 'visible') continue
    const box = at.getBoundingClientRect()
    if (left - reach < box.left - 1 || right + reach > box.right + 1) return [`a ring cut off: ${named(one)}`]
  }
  const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2
  const over = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight))
  const isFree = over && (one.contains(over) || over.contains(one) || focused.labels?.[0]?.contains(over))
  return isFree ? [] : [`covered while it has the focus: ${named(one)}`]
}

function menuFaults(menu) {
  menu.open = true
  const inside = stops(menu).filter((one) => !one.matches('summary'))
  const faults = inside.flatMap((one) => {
    one.focus()
    const { left, right } = one.getBoundingClientRect()
    const isOut = left < 0 || right > document.documentElement.clientWidth
    return [...ringFaults(one), ...(isOut ? [`outside the screen: ${named(one)}`] : [])]
  })
  menu.open = false
  return faults
}

/** Of two neighbors that Tab comes to in turn, the later stands neither above the former nor left of it. */
function orderFaults() {
  const faults = []
  const all = stops().filter((one) => !one.matches('.skip'))
  for (const [at, one] of all.slice(1).entries()) {
    let [former, later] = [all[at], one]
    while (!former.parentElement.contains(later)) former = former.parentElement
    while (later.parentElement !== former.parentElement && later.parentElement) later = later.parentElement
    if (former === later || former.contains(later)) continue
    const [a, b] = [former.getBoundingClientRect(), later.getBoundingClientRect()]
    const isBelow = a.top >= b.bottom - 1
    const isAfter = a.left >= b.right - 1 && a.top < b.bottom && b.top < a.bottom
    if (isBelow || isAfter) faults.push(`not in the order of the page: ${named(former)} then ${named(later)}`)
  }
  return faults
}

globalThis.inPage = { start, sideways, touch, focus }
