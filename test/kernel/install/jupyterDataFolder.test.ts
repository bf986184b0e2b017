import { expect } from 'chai';
import { jupyterDataFolder } from '../../../kernel/src/install/jupyterDataFolder.js';

describe('jupyterDataFolder', () => {
  it('is .local/share/jupyter on Linux, or in the folder that XDG_DATA_HOME names', () => {
    const linux = { platform: 'linux', home: '/home/ada' } as const;
    expect(jupyterDataFolder({ ...linux, env: {} })).to.equal('/home/ada/.local/share/jupyter');
    expect(jupyterDataFolder({ ...linux, env: { XDG_DATA_HOME: '/data' } })).to.equal('/data/jupyter');
    expect(jupyterDataFolder({ ...linux, env: { XDG_DATA_HOME: '' } })).to.equal('/home/ada/.local/share/jupyter');
  });

  it('is Library/Jupyter on macOS', () => {
    const mac = { platform: 'darwin', home: '/Users/ada', env: { XDG_DATA_HOME: '/data' } } as const;
    expect(jupyterDataFolder(mac)).to.equal('/Users/ada/Library/Jupyter');
  });

  it('is in APPDATA on Windows, and in the configuration folder without it', () => {
    const windows = { platform: 'win32', home: 'C:\\Users\\ada' } as const;
    const env = { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' };
    expect(jupyterDataFolder({ ...windows, env })).to.equal('C:\\Users\\ada\\AppData\\Roaming\\jupyter');
    expect(jupyterDataFolder({ ...windows, env: {} })).to.equal('C:\\Users\\ada\\.jupyter\\data');
  });

  it('is what JUPYTER_DATA_DIR says everywhere', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(jupyterDataFolder({ platform, home: '/h', env: { JUPYTER_DATA_DIR: '/mine' } })).to.equal('/mine');
    }
  });
});
