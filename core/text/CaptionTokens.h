// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace musicrl {

/// Captions as word ids: lower-case words and numbers over a fixed vocabulary.
///
/// Ids: 0 padding, 1 start (every caption begins with it, so none is empty), then \p buckets ids for words outside the
/// vocabulary, then the words. A word that is not in the vocabulary is looked up without a plural or -ing/-ed/-ly
/// ending; a number takes the nearest known number within a tenth; everything else shares a bucket by its hash.
class CaptionTokens {
public:
    static constexpr std::int64_t paddingId = 0;
    static constexpr std::int64_t startId = 1;
    static constexpr std::int64_t firstBucketId = 2;

    /// \param words      distinct, in the order of their ids
    /// \param maxLength  longest caption in tokens, start included; the rest is cut off
    /// \throws Error(BadInput) for duplicate or empty words, buckets < 1, maxLength < 2
    CaptionTokens(std::vector<std::string> words, std::int64_t buckets, std::int64_t maxLength);

    /// \return 1 to maxLength() ids, the first is startId
    [[nodiscard]] std::vector<std::int64_t> encode(const std::string& text) const;

    [[nodiscard]] std::int64_t size() const;  ///< ids lie in [0, size())
    [[nodiscard]] std::int64_t buckets() const { return buckets_; }
    [[nodiscard]] std::int64_t maxLength() const { return maxLength_; }
    [[nodiscard]] const std::vector<std::string>& words() const { return words_; }

private:
    [[nodiscard]] std::int64_t idOf(const std::string& word) const;
    [[nodiscard]] const std::string* nearestNumber(const std::string& number) const;

    std::vector<std::string> words_;
    std::int64_t buckets_;
    std::int64_t maxLength_;
    std::unordered_map<std::string, std::int64_t> ids_;
};

/// Lower-case words and numbers in order; bytes above ASCII count as letters, "don't" is one word, the rest separates.
[[nodiscard]] std::vector<std::string> wordsOf(const std::string& text);

/// Vocabulary of all words that occur at least \p minCount times, most frequent first, ties by spelling.
[[nodiscard]] CaptionTokens buildCaptionTokens(const std::vector<std::string>& texts, std::int64_t minCount,
                                               std::int64_t buckets, std::int64_t maxLength);

[[nodiscard]] Json toJson(const CaptionTokens& tokens);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] CaptionTokens captionTokensFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
