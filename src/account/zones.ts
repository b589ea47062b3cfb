/** Time zones to choose from: a region's, by the place that names each, with what its clocks show now. */
export type ZoneGroup = {
  readonly region: string
  readonly zones: readonly { readonly id: string; readonly place: string; readonly offset: string }[]
}

// ICU still lists these under names that the IANA has since given up.
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}
/** The name that the list has for a zone, by one that it had before. */
export const todaysZone = (name: string): string => renamed[name] ?? name

const names: readonly string[] = Intl.supportedValuesOf('timeZone').map(todaysZone)

/**
 * Every time zone there is, and besides them the one that is chosen now, if that goes by another name.
 * @param now for the offsets, which change with the seasons
 */
export function zonesByRegion(now: Temporal.Instant, chosen: string): readonly ZoneGroup[] {
  const all = [...new Set([...names, 'Etc/UTC', chosen])].sort()
  const groups = Map.groupBy(all, (id) => id.split('/')[0] ?? id)
  return [...groups].map(([region, ids]) => ({
    region,
    zones: ids.map((id) => ({ id, place: placeOf(id), offset: now.toZonedDateTimeISO(id).offset })),
  }))
}

/** `America/Argentina/Buenos_Aires` → `Argentina, Buenos Aires` */
const placeOf = (id: string): string => {
  const [region = id, ...places] = id.replaceAll('_', ' ').split('/')
  return places.join(', ') || region
}
