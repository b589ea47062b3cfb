import { acceptSuggestion, ignoreSuggestion } from '#domain-claim'
import { formOf } from '#platform'
import type { SignInContext } from '#sign-in'
import { actorOf, type Surface } from './surface.ts'

/** What organizations suggest to the holder of a personal account (CTL-3): accepted or ignored. */
export function suggestionRoutes({ database, secretKey }: SignInContext, { form, sensitiveForm }: Surface): void {
  // Another address can take the account away, as in the form of the profile (ACC-7).
  sensitiveForm(
    '/profile/suggestion/accept',
    async (c, me) => {
      const { suggestion = '' } = await formOf(c, 'suggestion')
      const kind = await database.transaction((tx) => acceptSuggestion(tx, actorOf(c, me), secretKey, suggestion))
      return c.redirect(`/profile?status=${kind === 'name' ? 'name-changed' : 'address-asked'}`, 303)
    },
    '/profile',
  )
  form('/profile/suggestion/ignore', async (c, me) => {
    const { suggestion = '' } = await formOf(c, 'suggestion')
    await database.transaction((tx) => ignoreSuggestion(tx, actorOf(c, me), suggestion))
    return c.redirect('/profile?status=suggestion-ignored', 303)
  })
}
