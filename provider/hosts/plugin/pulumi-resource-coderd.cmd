@echo off
rem Starts the bundled provider beside this file with the Node on PATH.
where node >nul 2>nul || (echo pulumi-resource-coderd needs Node 20.18.1 or newer on PATH. Get it from https://nodejs.org. 1>&2 & exit /b 1)
node "%~dp0pulumi-resource-coderd.js" %*
