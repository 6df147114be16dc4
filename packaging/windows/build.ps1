# NOT EXERCISED: nobody has run this yet.
#
# Makes dist\QuantChat-VERSION-setup.exe. Needs Python 3.11 or newer, Visual Studio's C++ compiler, and Inno Setup.
$ErrorActionPreference = "Stop"
Set-Location "$PSScriptRoot\..\.."
python -m venv build\package\tools
$python = "build\package\tools\Scripts\python.exe"
& $python packaging\section.py runtime package build | Out-File -Encoding ascii build\package\requirements.txt
& $python -m pip install --no-deps --require-hashes --requirement build\package\requirements.txt
& $python packaging\section.py engine | Out-File -Encoding ascii build\package\engine.txt
$env:CMAKE_ARGS = "-DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON -DCMAKE_INSTALL_BINDIR=llama_cpp/lib -DCMAKE_INSTALL_LIBDIR=llama_cpp/lib -DLLAVA_BUILD=OFF"
& $python -m pip install --no-deps --require-hashes --no-build-isolation --requirement build\package\engine.txt
& $python -m PyInstaller --noconfirm --distpath build\package\frozen --workpath build\package\pyinstaller packaging\quantchat.spec
$version = (& $python -c "import quantchat; print(quantchat.__version__)")
iscc "/DVersion=$version" packaging\windows\quantchat.iss
