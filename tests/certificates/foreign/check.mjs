// Check credentials with Digital Bazaar's libraries, with pinned contexts and no network: one JSON line each.
import {readFileSync} from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus as bitstring} from '@digitalbazaar/vc-bitstring-status-list';
import * as DidKey from '@digitalbazaar/did-method-key';
import * as Multikey from '@digitalbazaar/ed25519-multikey';

// contexts.json and lists.json are objects by address; the rest are credentials, "now" is a moment.
const [contexts, lists, now, ...files] = process.argv.slice(2);
const known = {...JSON.parse(readFileSync(contexts)), ...JSON.parse(readFileSync(lists))};
const did = DidKey.driver();
did.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Multikey.from});

const documentLoader = async url => {
  if(known[url]) {
    return {documentUrl: url, document: known[url]};
  }
  if(url.startsWith('did:key:')) {
    return {documentUrl: url, document: await did.get({url})};
  }
  throw new Error(`not pinned: ${url}`);
};
const suite = new DataIntegrityProof({cryptosuite});

const checkStatus = async ({credential}) => {
  for(const statusPurpose of ['revocation', 'suspension']) {
    const [entry] = [credential.credentialStatus].flat().filter(one => one.statusPurpose === statusPurpose);
    const found = await bitstring({
      credential: {...credential, credentialStatus: entry}, documentLoader, suite,
      verifyStatusListCredential: true, verifyMatchingIssuers: true
    });
    if(!found.verified) {
      return found;
    }
    if(found.results?.some(one => one.status)) {
      return {verified: false, error: new Error(`${statusPurpose} is set`)};
    }
  }
  return {verified: true};
};

for(const file of files) {
  const credential = JSON.parse(readFileSync(file));
  const found = await vc.verifyCredential({
    credential, suite, documentLoader, checkStatus, now: new Date(now)
  });
  const errors = found.error ? (found.error.errors ?? [found.error]) : [];
  const status = found.statusResult?.error;
  const why = [...errors, ...(status ? [status] : [])].map(one => one.message).join('; ');
  console.log(JSON.stringify({file, verified: found.verified, why}));
}
