#pragma once

#include <stdio.h>
#include <zip.h>
