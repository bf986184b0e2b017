import { expect } from 'chai';
import { decode, encode, WireError } from '../../../kernel/src/wire/codec.js';
import { compose } from '../../../kernel/src/wire/compose.js';

const key = 'a secret of both ends';
const message = {
  ...compose('session', 'execute_request', { code: 'const π = "😀"', silent: false }),
  identities: [Buffer.from([0, 1, 255])],
  buffers: [Buffer.from([1, 2, 3])],
};

describe('encode and decode', () => {
  it('return the message that they were given', () => {
    expect(decode(encode(message, key), key)).to.deep.equal(message);
  });

  it('sign as Jupyter does: HMAC-SHA256 of the four JSON parts, in hex', () => {
    const header = { ...message.header, msg_id: 'm', date: 'd', session: 's' };
    const frames = encode({ ...message, header, buffers: [] }, 'key');
    expect(frames[1].toString()).to.equal('<IDS|MSG>');
    // From Python: hmac.new(b'key', b''.join(parts), hashlib.sha256).hexdigest()
    expect(frames[2].toString()).to.equal('caa9e8b182204b72763c473f195a6a9059022e5d49ad30302e9c7d35f560105e');
  });

  it('reject a message that was signed with another key', () => {
    expect(() => decode(encode(message, 'another key'), key)).to.throw(WireError, 'wrong signature');
  });

  it('reject a message that was changed on the way', () => {
    const frames = encode(message, key);
    const last = frames.length - 2;
    frames[last] = Buffer.from(frames[last].toString().replace('false', 'true '));
    expect(() => decode(frames, key)).to.throw(WireError, 'wrong signature');
  });

  it('reject a signature of the wrong length', () => {
    const frames = encode(message, key);
    frames[2] = frames[2].subarray(0, 10);
    expect(() => decode(frames, key)).to.throw(WireError, 'wrong signature');
  });

  it('reject a message that lacks its last frames, however many', () => {
    const frames = encode({ ...message, buffers: [] }, key);
    for (let length = 0; length < frames.length; length++) {
      expect(() => decode(frames.slice(0, length), key), `${length} frames`).to.throw(WireError);
    }
  });

  it('reject signed parts that are not JSON objects', () => {
    const frames = encode({ ...message, content: [] as never }, key);
    expect(() => decode(frames, key)).to.throw(WireError, 'not a JSON object');
  });

  it('neither sign nor check with an empty key', () => {
    const frames = encode(message, '');
    expect(frames[2].toString()).to.equal('');
    expect(decode(frames, '')).to.deep.equal(message);
  });

  it('writes U+FFFD for halves of surrogate pairs, and leaves pairs and written escapes alone', () => {
    const content = { text: 'a\ud83d', '\ude00': ['\udc00b', '😀', '\\ud83d', 'é\n'] };
    const frames = encode({ ...message, content }, 'key');
    expect(decode(frames, 'key').content).to.deep.equal({
      text: 'a\ufffd',
      '\ufffd': ['\ufffdb', '😀', '\\ud83d', 'é\n'],
    });
  });
});
