// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "playback/SpscQueue.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

namespace musicrl {

struct SyncMixerConfig {
    int sampleRateHz = 44100;
    int outputChannels = 2;
    int lanes = 2;               ///< clips that run in step
    double fadeSeconds = 0.005;  ///< each half of the dip at a switch or seek; also the fades of play and pause
};

/// How one clip gives way to another.
enum class SwitchStyle {
    Dip,        ///< out, then in, never both at once: what listening tests use
    CrossFade,  ///< both at once for twice fadeSeconds, at equal power: smoother, but like clips comb or swell while it
                ///< lasts
    Restart     ///< a dip, and the other clip begins at its start, or at the loop's
};

/// Plays N clips in step: all share one position, one of them is heard.
///
/// A switch is a dip with raised-cosine sides: the old clip fades out in fadeSeconds, then the new one fades in, and
/// the position runs on, so that what is heard next is the same place of the other clip. At full level samples pass
/// unchanged (times the lane's gain). A mono clip goes to every output channel; one with more channels than the output
/// is mixed down. The end of a loop region goes on with its first frame at once, without a dip. Playing ends where the
/// longest clip ends.
///
/// Thread-safety: one thread gives orders and reads state; one other thread calls render(), which never allocates,
/// locks, waits or logs. Clips are held and let go by the ordering thread only. With nobody rendering, the ordering
/// thread itself may call render(nullptr, 0), which carries out what was ordered.
class SyncMixer {
public:
    explicit SyncMixer(const SyncMixerConfig& config);

    [[nodiscard]] const SyncMixerConfig& config() const { return config_; }

    /// Whether there is room for more orders; without it they are lost. False only if nobody has rendered for long.
    [[nodiscard]] bool takesOrders() const;

    /// \param clip  at the mixer's sample rate; nullptr empties the lane
    /// \throws Error(BadInput) for another sample rate
    void setClip(int lane, ClipPtr clip);
    void setGain(int lane, float gain);  ///< linear
    void switchTo(int lane, SwitchStyle style = SwitchStyle::Dip);
    void play();  ///< from the start of the loop, or of the clips, when the position is at the end
    void pause();
    void seek(std::int64_t frame);
    /// From \p beginFrame up to, not including, \p endFrame; behind that region the position goes back to its start,
    /// after a seek too.
    void setLoop(std::int64_t beginFrame, std::int64_t endFrame);
    void clearLoop();
    void clearHeard();  ///< heardFrames() and coveredFrames() count anew
    /// Counts on where another one stopped that has the same clips, at any rate. With nobody rendering either.
    void goOnFrom(const SyncMixer& other);

    /// Where the next block starts, in frames from the start of the clips; where a seek goes to that is not taken yet.
    [[nodiscard]] std::int64_t positionFrames() const;
    /// As last ordered, until that is taken; then as of the last render().
    [[nodiscard]] bool playing() const;
    /// For how many frames this lane's own samples were sounded since clearHeard(), as of the last render().
    [[nodiscard]] std::int64_t heardFrames(int lane) const;
    /// The same without what sounded again, to within a hundredth of a second at each end of what was heard.
    [[nodiscard]] std::int64_t coveredFrames(int lane) const;
    /// Calls of render() so far: stands still when the device does.
    [[nodiscard]] std::uint64_t renderedBlocks() const { return renderedBlocks_.load(std::memory_order_relaxed); }

    /// Frames asked for by the last render() of any.
    [[nodiscard]] std::int64_t blockFrames() const { return blockFrames_.load(std::memory_order_relaxed); }

    /// Fills \p out with \p frames × outputChannels samples, interleaved.
    void render(float* out, std::int64_t frames) noexcept;

private:
    enum class OrderKind { SetClip, SetGain, SwitchTo, Play, Pause, Seek, SetLoop, ClearHeard };
    struct Order {
        OrderKind kind = OrderKind::Pause;
        int lane = 0;
        SwitchStyle style = SwitchStyle::Dip;
        float gain = 1.0F;
        std::int64_t begin = 0;
        std::int64_t end = 0;
        const Clip* clip = nullptr;
        std::uint16_t* heard = nullptr;  ///< see Held
        std::uint64_t serial = 0;
    };
    /// What the audio thread knows of a lane.
    struct Lane {
        const Clip* clip = nullptr;
        std::uint16_t* heard = nullptr;
        std::uint64_t serial = 0;
        const Clip* nextClip = nullptr;  ///< takes over at the bottom of a dip
        std::uint16_t* nextHeard = nullptr;
        std::uint64_t nextSerial = 0;
        float gain = 1.0F;
        float gainTarget = 1.0F;
        float gainStep = 0.0F;
        std::int64_t heardFrames = 0;
        std::int64_t coveredFrames = 0;
    };
    /// A clip that the audio thread may still read.
    struct Held {
        int lane = 0;
        std::uint64_t serial = 0;
        ClipPtr clip;
        std::vector<std::uint16_t> heard;  ///< frames heard of each hundredth of a second, counted up to all of them
    };

    void give(const Order& order);
    [[nodiscard]] bool allTaken() const { return ordersGiven_ == ordersTaken_.load(std::memory_order_acquire); }
    void releaseUnused();

    void obey(const Order& order) noexcept;
    [[nodiscard]] bool isHeard(int lane) const noexcept {
        return level_ > 0 && (lane == heardLane_ || (crossing() && lane == leavingLane_));
    }
    void forgetHeard(std::uint64_t serial) noexcept;
    void orderSwitch(const Order& order) noexcept;
    [[nodiscard]] bool crossing() const noexcept { return crossStep_ > 0; }
    [[nodiscard]] bool beginsCrossFade() const noexcept;
    void mixCrossFade(float* out) noexcept;
    void endCrossFade() noexcept;
    void publish(std::int64_t frames) noexcept;
    void takeNextClip(int lane) noexcept;
    void startPlaying() noexcept;
    [[nodiscard]] bool settled() const noexcept;
    void applyPending() noexcept;
    void countHeard(Lane& lane) noexcept;
    [[nodiscard]] std::int64_t stretches(const Clip& clip) const noexcept;
    void renderFrame(float* out) noexcept;
    [[nodiscard]] float nextGain(Lane& lane) const noexcept;
    void advance() noexcept;
    [[nodiscard]] bool looping() const noexcept { return loopEnd_ > loopBegin_ && loopBegin_ < lengthFrames_; }
    [[nodiscard]] bool isBehindLoop(std::int64_t frame) const noexcept {
        return looping() && frame >= std::min(loopEnd_, lengthFrames_);
    }

    SyncMixerConfig config_;
    std::int64_t fadeFrames_;
    std::int64_t stretchFrames_;  ///< in which what was heard is counted, a hundredth of a second
    std::vector<float> fade_;     ///< [fadeFrames_ + 1], from 0 to 1
    std::vector<float> cross_;    ///< [2 × fadeFrames_ + 1], the clip that comes in a cross-fade: a quarter of a sine

    // The ordering thread's.
    SpscQueue<Order, 1024> orders_;
    std::vector<Held> held_;
    std::uint64_t lastSerial_ = 0;
    std::uint64_t lastHeardSerial_ = 0;
    std::uint64_t ordersGiven_ = 0;
    std::int64_t orderedSeek_ = -1;       ///< of the orders not yet taken; -1: none
    std::optional<bool> orderedPlaying_;  ///< the same

    // The audio thread's.
    std::uint64_t taken_ = 0;
    std::vector<Lane> lanes_;
    std::int64_t position_ = 0;
    std::int64_t lengthFrames_ = 0;
    std::int64_t loopBegin_ = 0;
    std::int64_t loopEnd_ = 0;
    std::int64_t pendingSeek_ = -1;  ///< -1: none
    std::int64_t level_ = 0;         ///< index into fade_
    int heardLane_ = 0;
    int wantedLane_ = 0;
    SwitchStyle wantedStyle_ = SwitchStyle::Dip;
    int leavingLane_ = 0;         ///< in a cross-fade
    std::int64_t crossStep_ = 0;  ///< index into cross_; 0: no cross-fade
    bool playing_ = false;

    // From the audio thread to the ordering thread.
    std::vector<std::atomic<std::uint64_t>> serialInUse_;    ///< by lane; older clips are free
    std::vector<std::atomic<std::int64_t>> publishedHeard_;  ///< by lane
    std::vector<std::atomic<std::int64_t>> publishedCovered_;
    std::atomic<std::uint64_t> heardSerial_{0};  ///< of the clearHeard() that the published counts begin at
    std::atomic<std::uint64_t> ordersTaken_{0};
    std::atomic<std::uint64_t> renderedBlocks_{0};
    std::atomic<std::int64_t> blockFrames_{0};
    std::atomic<std::int64_t> publishedPosition_{0};
    std::atomic<bool> publishedPlaying_{false};
};

}  // namespace musicrl
