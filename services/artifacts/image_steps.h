#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

// Pictures of one thing at several steps.
struct ImageSeries
{
    struct Picture
    {
        std::int64_t step = 0;
        std::string path;
        bool operator==(const Picture&) const = default;
    };
    std::string key;               // "dogs/a b", "plots/confusion_matrix"
    std::vector<Picture> pictures; // by step; one for each
    bool operator==(const ImageSeries&) const = default;
};

// Found in the artifact paths of a run, by key:
// - what MLflow's log_image(key, step) writes: "images/KEY+step+N+timestamp+MS+UUID.png" (3.x, "/"
//   of the key as "~") or the same with "%" and "#" (2.x). Its second, compressed copy
//   ("…+compressed.webp") is left out. Of several at a step the latest stays.
// - files of one folder whose names differ in a number at their end: "mask_step_3.png".
std::vector<ImageSeries> imageSeries(std::span<const std::string> paths);

bool isPicturePath(const std::string& path); // by its ending: PNG, JPEG, SVG, GIF, BMP, WebP

} // namespace binnacle
