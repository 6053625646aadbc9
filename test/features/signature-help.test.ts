import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signatureAt } from '../check';

function shows(marked: string, label: string, parameter: string): void {
  const found = signatureAt(marked);
  assert.deepEqual(found && { label: found.label, parameter: found.parameter }, { label, parameter });
}

describe('signature help', () => {
  it('follows the words of COPY', () => {
    const copy = 'COPY [flags] source… destination';
    shows('FROM a\nCOPY <|>', copy, 'source…');
    shows('FROM a\nCOPY --from=b<|> x y', copy, '[flags]');
    shows('FROM a\nCOPY x <|>', copy, 'destination');
    shows('FROM a\nCOPY x \\\n  y<|>', copy, 'destination');
  });
  it('chooses the form that is typed', () => {
    shows('FROM a\nCOPY ["x", <|>]', 'COPY [flags] ["source", "destination"]', '"destination"');
    shows('FROM a\nRUN <<E<|>', 'RUN [flags] <<EOF … EOF', '<<EOF … EOF');
    shows('FROM a\nCMD ["x<|>"]', 'CMD ["program", "argument"]', '"program"');
    shows('FROM a\nCMD ["x,y", "z<|>', 'CMD ["program", "argument"]', '"argument"');
    shows('FROM a\nCMD ["x,y<|>"]', 'CMD ["program", "argument"]', '"program"');
    shows('FROM a\nHEALTHCHECK NO<|>', 'HEALTHCHECK NONE', 'NONE');
    shows('ARG x<|>', 'ARG name [name…]', 'name');
    shows('ARG x=<|>', 'ARG name=default [name=default…]', 'default');
  });
  it('follows FROM', () => {
    shows('FROM a<|>', 'FROM [--platform=platform] image', 'image');
    shows('FROM a AS <|>', 'FROM [--platform=platform] image AS name', 'name');
    shows('FROM --platform=<|>', 'FROM [--platform=platform] image', '--platform=platform');
  });
  it('shows the keys of a mount', () => {
    shows('FROM a\nRUN --mount=type=tmpfs,size=<|>', '--mount=type=tmpfs,target=…,size=…', 'size=…');
    shows('FROM a\nRUN --mount=type=tmpfs,dst=<|>', '--mount=type=tmpfs,target=…,size=…', 'target=…');
  });
  it('shows the trigger of ONBUILD', () => {
    shows('FROM a\nONBUILD EXPOSE 80/<|>', 'EXPOSE port[/protocol] [port…]', '/protocol');
  });
  it('shows nothing in keywords, heredocs and unknown instructions', () => {
    assert.equal(signatureAt('FROM a\nCO<|>PY x y'), undefined);
    assert.equal(signatureAt('FROM a\nRUN <<EOF\nx<|>\nEOF'), undefined);
    assert.equal(signatureAt('FROM a\nFOO <|>x'), undefined);
    assert.equal(signatureAt('<|>'), undefined);
  });
});
