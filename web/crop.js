// Which part of a picture to keep: it is dragged, or moved with three sliders, under the round frame in which it will be shown.
// Without this the page offers nine places, a zoom, and a button that shows how it looks.

const form = document.querySelector('form[data-crop]')
const source = form?.querySelector('figure img')

function slider(name, label, least, most, value) {
  const field = document.createElement('div')
  field.className = 'field'
  const input = document.createElement('input')
  Object.assign(input, { type: 'range', id: `crop-${name}`, min: least, max: most, step: 1, value })
  const text = document.createElement('label')
  text.htmlFor = input.id
  text.textContent = label
  field.append(text, input)
  return { field, input }
}

function begin() {
  const { naturalWidth: width, naturalHeight: height } = source
  const zoomed = form.elements.zoom.value
  const across = slider('x', form.dataset.across, 0, 100, form.dataset.x)
  const down = slider('y', form.dataset.down, 0, 100, form.dataset.y)
  const closer = slider('zoom', form.dataset.zoom, 100, 300, zoomed)
  const part = Object.assign(document.createElement('input'), { type: 'hidden', name: 'part' })
  const zoom = Object.assign(document.createElement('input'), { type: 'hidden', name: 'zoom' })
  const view = document.createElement('div')
  view.className = 'crop-view'
  const picture = document.createElement('img')
  picture.src = source.src
  picture.alt = source.alt
  picture.draggable = false
  view.append(picture)

  const side = () => (Math.min(width, height) * 100) / closer.input.value
  function draw() {
    const kept = side()
    picture.style.width = `${(width / kept) * 100}%`
    picture.style.height = `${(height / kept) * 100}%`
    picture.style.left = `${(-(width - kept) / kept) * across.input.value}%`
    picture.style.top = `${(-(height - kept) / kept) * down.input.value}%`
    // Where there is no way to go, there is nothing to slide.
    across.field.hidden = width - kept < 1
    down.field.hidden = height - kept < 1
    part.value = `${across.input.value}-${down.input.value}`
    zoom.value = closer.input.value
  }

  let held
  view.addEventListener('pointerdown', (event) => {
    held = { x: event.clientX, y: event.clientY, across: +across.input.value, down: +down.input.value }
    view.setPointerCapture(event.pointerId)
  })
  view.addEventListener('pointermove', (event) => {
    if (!held) return
    const perPixel = side() / view.clientWidth
    const moved = (by, way) => (way < 1 ? 0 : (-by * perPixel * 100) / way)
    across.input.value = Math.round(held.across + moved(event.clientX - held.x, width - side()))
    down.input.value = Math.round(held.down + moved(event.clientY - held.y, height - side()))
    draw()
  })
  for (const end of ['pointerup', 'pointercancel']) view.addEventListener(end, () => (held = undefined))
  form.addEventListener('input', draw)

  const controls = document.createElement('div')
  controls.className = 'grow'
  controls.append(across.field, down.field, closer.field, part, zoom)
  form.querySelector('.crop').replaceChildren(view, controls)
  draw()
}

if (source) {
  if (source.complete && source.naturalWidth > 0) begin()
  else source.addEventListener('load', begin, { once: true })
}
