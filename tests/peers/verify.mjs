// Says, for each credential of a JSON list on standard input, whether Digital Bazaar's verifier
// takes it. Arguments: the folder that has node_modules. Nothing is fetched: the contexts come with
// the list, and the key is written out in its name.
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const required = createRequire(join(process.argv[2], 'package.json'));
const load = async name => import(pathToFileURL(required.resolve(name)).href);
const {verifyCredential} = await load('@digitalbazaar/vc');
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');

let text = '';
for await(const part of process.stdin) {
  text += part;
}
const {contexts, credentials} = JSON.parse(text);

function documentOf(url) {
  if(contexts[url]) {
    return contexts[url];
  }
  const [did, fragment] = url.split('#');
  if(!did.startsWith('did:key:')) {
    throw new Error(`nothing is fetched here: ${url}`);
  }
  const method = `${did}#${did.slice('did:key:'.length)}`;
  if(fragment) {
    return {
      '@context': 'https://w3id.org/security/multikey/v1',
      id: method, type: 'Multikey', controller: did,
      publicKeyMultibase: did.slice('did:key:'.length)
    };
  }
  return {'@context': 'https://www.w3.org/ns/did/v1', id: did, assertionMethod: [method]};
}

const documentLoader = async url =>
  ({contextUrl: null, documentUrl: url, document: documentOf(url)});

const answers = [];
for(const credential of credentials) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await verifyCredential({credential, suite, documentLoader});
  answers.push({verified: result.verified, error: result.error ? String(result.error) : ''});
}
process.stdout.write(JSON.stringify(answers));
