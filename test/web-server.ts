import { webcrypto } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto as never)

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const keys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<never>
const from = new Date('2020-01-01')

/** A certificate authority of a test, which nobody else trusts. */
export async function anAuthority() {
  const own = await keys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Authority of a test',
    notBefore: from,
    notAfter: new Date('2099-01-01'),
    keys: own,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  })
  return {
    pem: certificate.toString('pem'),
    /** @param until when the certificate ends */
    async certify(names: readonly string[], until = new Date('2099-01-01')) {
      const pair = (await keys()) as webcrypto.CryptoKeyPair
      const made = await x509.X509CertificateGenerator.create({
        serialNumber: '02',
        subject: `CN=${names[0]}`,
        issuer: certificate.subject,
        notBefore: from,
        notAfter: until,
        signingKey: (own as webcrypto.CryptoKeyPair).privateKey as never,
        publicKey: pair.publicKey as never,
        signingAlgorithm: algorithm,
        extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))],
      })
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)).toString('base64')
      return { cert: made.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` }
    },
  }
}

export type Respond = (request: IncomingMessage, response: ServerResponse) => void

/** A real web server over HTTPS on this computer; it answers as it is told at the moment. */
export async function aWebServer(
  t: { after(end: () => unknown): void },
  certificate: { readonly cert: string; readonly key: string },
  respond: Respond,
) {
  const web = { respond, asked: [] as string[], port: 0 }
  const server = createServer(certificate, (request, response) => {
    web.asked.push(`${request.headers.host} ${request.url}`)
    web.respond(request, response)
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  web.port = (server.address() as AddressInfo).port
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return web
}
