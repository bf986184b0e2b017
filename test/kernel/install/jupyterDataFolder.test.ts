import { expect } from 'chai';
import { findJupyterDataFolder } from '../../../kernel/src/install/jupyterDataFolder.js';

describe('findJupyterDataFolder', () => {
  it('finds .local/share/jupyter on Linux, or the folder that XDG_DATA_HOME names', () => {
    const linux = { platform: 'linux', home: '/home/ada' } as const;
    expect(findJupyterDataFolder({ ...linux, env: {} })).to.equal('/home/ada/.local/share/jupyter');
    expect(findJupyterDataFolder({ ...linux, env: { XDG_DATA_HOME: '/data' } })).to.equal('/data/jupyter');
    expect(findJupyterDataFolder({ ...linux, env: { XDG_DATA_HOME: '' } })).to.equal('/home/ada/.local/share/jupyter');
  });

  it('finds Library/Jupyter on macOS', () => {
    const mac = { platform: 'darwin', home: '/Users/ada', env: { XDG_DATA_HOME: '/data' } } as const;
    expect(findJupyterDataFolder(mac)).to.equal('/Users/ada/Library/Jupyter');
  });

  it('finds the folder in APPDATA on Windows, and in the configuration folder without it', () => {
    const windows = { platform: 'win32', home: 'C:\\Users\\ada' } as const;
    const env = { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' };
    expect(findJupyterDataFolder({ ...windows, env })).to.equal('C:\\Users\\ada\\AppData\\Roaming\\jupyter');
    expect(findJupyterDataFolder({ ...windows, env: {} })).to.equal('C:\\Users\\ada\\.jupyter\\data');
  });

  it('respects JUPYTER_DATA_DIR everywhere', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(findJupyterDataFolder({ platform, home: '/h', env: { JUPYTER_DATA_DIR: '/mine' } })).to.equal('/mine');
    }
  });
});
