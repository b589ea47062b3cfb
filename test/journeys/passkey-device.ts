import type { CDPSession } from 'playwright-core'
import type { Window } from './browser.ts'

/** A virtual authenticator that Chromium brings along, with whatever was made in it. */
export type Device = {
  /** What the person does when asked: agrees, or does nothing until the prompt is closed. */
  agree(does: boolean): Promise<void>
  /** Whether it can tell who uses it. */
  recognize(does: boolean): Promise<void>
  /** How many passkeys it holds. */
  passkeys(): Promise<number>
  /** Forgets everything. */
  forget(): Promise<void>
}

/** A laptop with a screen lock, or a key to plug in that only knows that it is touched. */
export async function aDevice(page: Window, kind: 'laptop' | 'key' = 'laptop'): Promise<Device> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable', { enableUI: false })
  const isLaptop = kind === 'laptop'
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: isLaptop ? 'internal' : 'usb',
      hasResidentKey: isLaptop,
      hasUserVerification: isLaptop,
      isUserVerified: isLaptop,
      automaticPresenceSimulation: true,
    },
  })
  return {
    agree: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    recognize: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    passkeys: async () => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials.length
    },
    forget: async () => {
      await session.send('WebAuthn.clearCredentials', { authenticatorId })
    },
  }
}
