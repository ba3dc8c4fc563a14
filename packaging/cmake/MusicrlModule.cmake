# One function makes an engine module: a static library of the .cpp files in its folder.
#
#   musicrl_module(<folder> [TORCH] [USES <modules of core/>...] [PRIVATE_LIBRARIES <targets>...] [PUBLIC_LIBRARIES ...])
#
# LibTorch is only ever a private dependency: whoever needs its headers says TORCH itself, and nobody gets
# them by accident. Sources are globbed, so that adding a file needs no second edit.
function(musicrl_module name)
  cmake_parse_arguments(ARG "TORCH" "" "USES;PRIVATE_LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(musicrl_${name} STATIC ${sources})
  target_include_directories(musicrl_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(musicrl_${name} PRIVATE musicrl_settings ${ARG_PRIVATE_LIBRARIES} PUBLIC ${ARG_PUBLIC_LIBRARIES})
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(musicrl_${name} PUBLIC musicrl_${used})
  endforeach()
  if(ARG_TORCH)
    musicrl_use_torch(musicrl_${name})
  endif()
endfunction()

# LibTorch for one target, with the precompiled header that all such targets share.
function(musicrl_use_torch target)
  target_link_libraries(${target} PRIVATE musicrl_torch)
  if(TARGET musicrl_torch_pch AND NOT target STREQUAL musicrl_torch_pch)
    target_precompile_headers(${target} REUSE_FROM musicrl_torch_pch)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "EXECUTABLE")
      # A program would be compiled with -fPIE, and GCC refuses a precompiled header made with -fPIC for it.
      set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
      target_compile_options(${target} PRIVATE -fPIC)
    endif()
  endif()
endfunction()
