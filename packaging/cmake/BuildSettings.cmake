set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set_property(GLOBAL PROPERTY GLOBAL_DEPENDS_NO_CYCLES ON)

find_program(CCACHE ccache)
if(CCACHE)
  # A precompiled header needs these two to be cacheable at all.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

# Our own code only: LibTorch, Qt and the rest come in as system headers.
add_library(musicrl_settings INTERFACE)
target_compile_options(musicrl_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Wno-restrict  # GCC 12 warns of std::string's own operator+ (GCC bug 105651)
    $<$<BOOL:${CCACHE}>:-fpch-preprocess>
    $<$<BOOL:${MUSICRL_WERROR}>:-Werror>)

foreach(sanitizer IN LISTS MUSICRL_SANITIZE)
  add_compile_options(-fsanitize=${sanitizer} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${sanitizer})
endforeach()
