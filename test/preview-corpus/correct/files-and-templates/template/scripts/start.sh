#!/bin/sh
echo ${HOME} $$
