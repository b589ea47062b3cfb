/** What a product of the demo suite is told by its environment. */
export interface ProductSettings {
  port: number
  /** The product's own address, without a slash at its end. */
  url: string
  issuer: string
  clientId: string
  clientSecret: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads settings and gathers what is wrong with them, so that all faults are told at once. */
export function openSettings(env: Environment) {
  const faults: string[] = []

  const needed = (name: string, means: string): string => {
    if (!env[name]) faults.push(`${name} is missing: ${means}`)
    return env[name] ?? ''
  }
  const port = (name: string, usual: number): number => {
    const value = Number(env[name] || usual)
    if (!Number.isInteger(value) || value < 0 || value > 65_535) faults.push(`${name} is not a port: ${env[name]}`)
    return value
  }
  const address = (name: string, usual: string): string => {
    const value = env[name] || usual
    const url = URL.canParse(value) ? new URL(value) : undefined
    if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search) return url.origin
    faults.push(`${name} is not a plain web address such as ${usual}: ${value}`)
    return value
  }

  return {
    needed,
    port,
    /** The settings of a product, whose names begin with its own. */
    product(name: string, usualPort: number): ProductSettings {
      const begin = name.toUpperCase()
      const at = port(`${begin}_PORT`, usualPort)
      const issuer = env.UMBEL_ISSUER || 'http://localhost:4400'
      const settings = {
        port: at,
        url: address(`${begin}_URL`, `http://${name.toLowerCase()}.localhost:${at || usualPort}`),
        issuer,
        clientId: needed(`${begin}_CLIENT_ID`, `the client ID that Umbel gave ${name}`),
        clientSecret: needed(`${begin}_CLIENT_SECRET`, `the client secret that Umbel gave ${name}`),
      }
      const wrong = `UMBEL_ISSUER is not a web address: ${issuer}`
      if (!/^https?:\/\//.test(issuer) && !faults.includes(wrong)) faults.push(wrong)
      return settings
    },
    /** @throws Error whose message names every setting that is missing or wrong, and how to mend it */
    end(name: string): void {
      if (faults.length === 0) return
      throw new Error(`${name} can’t start.\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    },
  }
}
