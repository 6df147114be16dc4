; NOT EXERCISED: nobody has run this yet. It is written from Inno Setup's documentation.
;
; Makes dist\QuantChat-VERSION-setup.exe for one user, without administrator rights. Before it, as build.ps1 does:
;   pyinstaller packaging\quantchat.spec, with an engine wheel that was compiled on Windows.
; Run: iscc /DVersion=0.1.0 packaging\windows\quantchat.iss
; Not signed: Windows will warn whoever starts it, until it is signed with a certificate that Windows knows.

#ifndef Version
  #error Name the version: /DVersion=0.1.0
#endif
#define Tree "..\..\build\package\frozen\quantchat"

[Setup]
AppId=io.github.quantchat.QuantChat
AppName=QuantChat
AppVersion={#Version}
AppPublisher=QuantChat developers
DefaultDirName={autopf}\QuantChat
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=QuantChat-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
CloseApplications=yes
UninstallDisplayIcon={app}\quantchat.exe

[Tasks]
Name: desktopicon; Description: "A link on the desktop"; Flags: unchecked

[Files]
Source: "{#Tree}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\QuantChat"; Filename: "{app}\quantchat.exe"; AppUserModelID: "io.github.quantchat.QuantChat"
Name: "{autodesktop}\QuantChat"; Filename: "{app}\quantchat.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.gguf\OpenWithProgids"; ValueType: string; ValueName: "QuantChat.gguf"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\QuantChat.gguf"; ValueType: string; ValueData: "GGUF language model"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\QuantChat.gguf\shell\open\command"; ValueType: string; ValueData: """{app}\quantchat.exe"" ""%1"""

[Run]
Filename: "{app}\quantchat.exe"; Description: "Start QuantChat"; Flags: nowait postinstall skipifsilent

; What a person keeps ({localappdata}\quantchat) is theirs: it is not in [UninstallDelete].
