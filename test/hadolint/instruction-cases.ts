import type { Cases } from './checks.test';

export const instructionCases: Cases = {
  DL1001: [
    [
      'FROM a:1\n# hadolint ignore=DL3003\nRUN cd x\n# hadolint ignore = DL3008 , SC2086 # because\nRUN x\n',
      [2, 4],
    ],
    ['# hadolint global ignore=DL3003\nFROM a:1\n# hadolint ignored=DL3003\nRUN cd x\n', []],
  ],
  DL3000: [
    ['FROM a:1\nWORKDIR a\nWORKDIR "b"\nWORKDIR ~\n', [2, 3, 4]],
    ['FROM a:1\nWORKDIR /a\nWORKDIR "/b"\nWORKDIR $C\nWORKDIR ${C}/d\nWORKDIR c:/x\nONBUILD WORKDIR a\n', []],
  ],
  DL3002: [
    ['FROM a:1\nUSER root\n', [2]],
    ['FROM a:1\nUSER x\nUSER 0:0\nFROM a:1\nUSER root:root\nFROM a:1\n', [3, 5]],
    ['FROM a:1\nUSER root\nRUN x\nUSER 1000\n', []],
    ['FROM a:1\nUSER rooty\nFROM a:1\nUSER 01\nFROM a:1\n', []],
  ],
  DL3010: [
    ['FROM a:1\nCOPY x.tar.gz /tmp/\nRUN tar -xzf /tmp/x.tar.gz\n', [2]],
    ['FROM a:1\nCOPY a b.txz c /tmp/\nRUN cd /tmp && tar --extract --file b.txz\n', [2]],
    ['FROM a:1\nCOPY x /tmp/x.tgz\nRUN tar -xf /tmp/x.tgz && gunzip y.gz\n', [2]],
    ['FROM a:1\nCOPY x.bz2 /\nRUN bunzip2 "/x.bz2"\n', [2]],
    ['FROM a:1\nCOPY x.zip /\nRUN unzip /x.zip\n', []],
    ['FROM a:1\nCOPY x.tar /\nRUN tar -cf /x.tar\n', []],
    ['FROM a:1 AS b\nCOPY x.tar /\nFROM a:1\nRUN tar -xf /x.tar\n', []],
    ['FROM a:1\nRUN tar -xf /x.tar\nCOPY x.tar /\nCOPY --from=b y.tar /\nRUN tar -xf /y.tar\n', []],
  ],
  DL3011: [
    ['FROM a:1\nEXPOSE 80 65536\nEXPOSE 65000-66000/tcp\n', [2, 3]],
    ['FROM a:1\nEXPOSE 65535 $PORT 80/udp 1-65535\nENV P=99999\n', []],
  ],
  DL3012: [
    ['FROM a:1\nHEALTHCHECK NONE\nHEALTHCHECK CMD ["x"]\nHEALTHCHECK NONE\n', [3, 4]],
    ['FROM a:1\nHEALTHCHECK NONE\nFROM a:1\nHEALTHCHECK NONE\n', []],
  ],
  DL3020: [
    ['FROM a:1\nADD a /b\nADD https://x.org/y z /b/\n', [2, 3]],
    ['FROM a:1\nADD https-file /b\nADD git@github.com:a/b.git /b\nADD a.zip /b\n', [2, 3, 4]],
    ['FROM a:1\nADD <<EOF /b\nx\nEOF\n', [2]],
    ['FROM a:1\nADD a.tar.gz /b\nADD "a.tgz" /b\nADD http://x.org/y /b\nADD ["a.xz", "/b"]\nCOPY a b\n', []],
  ],
  DL3021: [
    ['FROM a:1\nCOPY a b c\nCOPY ["a", "b", "c"]\nCOPY a b "c"\n', [2, 3, 4]],
    ['FROM a:1\nCOPY a c\nCOPY a b c/\nCOPY a b "c/"\nCOPY ["a", "b", "c/"]\nADD a b c\n', []],
  ],
  DL3025: [
    ['FROM a:1\nCMD x\nENTRYPOINT y\nHEALTHCHECK CMD z\n', [2, 3, 4]],
    ['FROM a:1\nSHELL ["bash", "-c"]\nCMD x\n', [3]],
    ["FROM a:1\nCMD ['x']\n", [2]],
    ['FROM a:1\nCMD ["x"]\nENTRYPOINT []\nHEALTHCHECK CMD ["z"]\nHEALTHCHECK NONE\nRUN x\n', []],
  ],
  DL3044: [
    ['FROM a:1\nENV A=1 B=$A\nENV C="${D}/x" D=2\n', [2, 3]],
    ['FROM a:1\nENV A=1 B=$A A2=${B}\n', [2]],
    ['FROM a:1\nARG A\nENV A=1 B=$A\n', []],
    ['FROM a:1\nENV A=0\nFROM a:1\nENV A=1 B=$A\n', []],
    ['FROM a:1\nENV A=$A B=$AB\nENV D=$C\nARG X=1 Y=$X\n', []],
  ],
  DL3045: [
    ['FROM a:1\nCOPY a b\nCOPY ["a", "b"]\nCOPY a "."\n', [2, 3, 4]],
    ['FROM a:1 AS x\nWORKDIR /x\nFROM a:1\nCOPY a b\nWORKDIR /y\n', [4]],
    ['FROM a:1\nCOPY a /b\nCOPY a "/b"\nCOPY a $B\nCOPY a c:/b\nADD a b\nONBUILD COPY a b\n', []],
    ['FROM a:1 AS x\nWORKDIR x\nCOPY a b\nFROM x\nCOPY a b\n', []],
  ],
  DL3057: [
    ['FROM a:1 AS x\nHEALTHCHECK NONE\nFROM a:1\nFROM x\n', [3]],
    ['FROM a:1 AS x\nHEALTHCHECK CMD ["y"]\nFROM x\n', []],
  ],
  DL3064: [
    [
      'ARG TOKEN\nFROM a:1\nENV a=b MY_PASSWORD=x\nARG AWS_ACCESS_KEY_ID\nONBUILD ENV private=1\n',
      [1, 3, 4, 5],
    ],
    ['FROM a:1\nARG docker_email\nENV api_keys=1 db_username=2\n', [2, 3]],
    ['FROM a:1\nENV APIKEY=1 PASSWD=2 AUTH=3\nARG KEY\nLABEL token=1\n', []],
  ],
  DL3066: [
    ['FROM a:1\nUSER app\nUSER app:1000\nUSER $UID\nUSER 1000x\n', [2, 3, 4, 5]],
    ['ARG UID\nFROM a:1\nUSER 1000\nUSER 1000:app\nUSER $UID\nUSER ${UID}:1\n', []],
  ],
  DL3067: [
    ['FROM a:1 AS x\nFROM a:1\nCOPY --from=x / /\nCOPY --from=x a / /\n', [3, 4]],
    ['FROM a:1 AS x\nFROM a:1\nCOPY / /\nCOPY --from=x /a /\nCOPY --from=x / /a/\n', []],
  ],
  DL4000: [
    ['FROM a:1\nMAINTAINER x\n', [2]],
    ['FROM a:1\nLABEL maintainer=x\n', []],
  ],
  DL4003: [
    ['FROM a:1\nCMD ["a"]\nCMD ["b"]\n', [3]],
    ['FROM a:1 AS x\nCMD ["a"]\nFROM x\nCMD ["b"]\n', []],
  ],
  DL4004: [
    ['FROM a:1\nENTRYPOINT ["a"]\nRUN x\nENTRYPOINT ["b"]\n', [4]],
    ['FROM a:1 AS x\nENTRYPOINT ["a"]\nFROM x\nENTRYPOINT ["b"]\n', []],
  ],
};
